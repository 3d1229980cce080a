"""Models that people submit: checked at the door, decided on, and put into the queue of evaluations."""
