# The unit tests of src/worker/ come here.
