"""An entry as others ask for it: in the fields of a form, or by the stages of somebody's model of reflection."""
