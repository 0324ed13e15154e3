# The unit tests of src/model/ come here.
