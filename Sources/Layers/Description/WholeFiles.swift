import WholeFiles

/// Writes a file whole or not at all; see `WholeFiles`, where whoever does without layers finds it.
public typealias AtomicFile = WholeFiles.AtomicFile

/// What is wrong with a file of a model, or with the path at which one is to be written.
public typealias ModelFileError = WholeFiles.ModelFileError
