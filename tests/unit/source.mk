# The unit tests of src/source/ come here.
