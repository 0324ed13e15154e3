# The unit tests of src/panes/ come here.
