"""The rules.  One file is one mechanism: parameters, rules, steps.  A mechanism never imports a mechanism; they meet in the world."""
