"""The labeller: a conditional random field that says of each word of a front page what it is part of."""
