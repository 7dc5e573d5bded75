/// The version of the executables, which come and go together; `--version` prints it, and every run notes it.
public let programVersion = "0.1.0"
