# The unit tests of src/sys/ come here.
