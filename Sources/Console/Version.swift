/// The version of all the executables, which are released together; `--version` prints it, and every run records it.
public let programVersion = "0.1.0"
