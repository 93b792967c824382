import Course
import Foundation
import Layers
import Text

/// What `course train` was asked to do.
package struct TrainingRequest {
  /// Empty for the course's own chapters.
  var files: [String] = []
  var flags = ConfigurationFlags()
  var model: String
  var resumes = false
  var replaces = false
  var threads: Int
}

/// Decides what a request means for the files that are there, before anything is changed.
package struct TrainingSession {
  package let run: TrainingRun
  package let path: String
  /// Sentences to tell the user before the training starts.
  package private(set) var notes: [String] = []

  /// - Throws: one-line errors for all that is wrong with the request.
  package init(_ request: TrainingRequest) throws {
    path = request.model
    try AtomicFile.checkWritable(path)
    AtomicFile.removeLeftovers(of: path)
    if request.resumes {
      (run, notes) = try Self.resume(request)
    } else {
      (run, notes) = try Self.start(request)
    }
  }

  // MARK: Starting

  private static func start(_ request: TrainingRequest) throws -> (TrainingRun, [String]) {
    let corpus = try readCorpus(request.files)
    let vocabulary = Vocabulary(
      of: corpus.text, unit: request.flags.unit ?? TrainingConfiguration().unit)
    let count = try vocabulary.encode(corpus.text).count
    var (configuration, notes) = fitted(request.flags, toSymbols: count)
    let text = try TrainingText(corpus, vocabulary: vocabulary, configuration: configuration)
    try checkMemory(configuration, vocabularySize: vocabulary.count)
    if let note = try makeRoom(for: configuration, request) { notes.append(note) }
    let identity = CorpusIdentity(files: request.files, corpus: corpus)
    return (
      TrainingRun(configuration, text: text, corpus: identity, threads: request.threads), notes
    )
  }

  /// A configuration with these flags and, where they say nothing, with what suits the text: a batch
  /// that a short one fills, and so many epochs that some five million symbols are read, which takes
  /// a minute or two.
  ///
  /// - Returns: the configuration, and sentences to tell the user.
  package static func fitted(
    _ flags: ConfigurationFlags, toSymbols count: Int
  ) -> (TrainingConfiguration, notes: [String]) {
    let standard = TrainingConfiguration()
    var configuration = flags.applied(to: standard)
    if flags.epochs == nil {
      configuration.epochs = min(100, max(1, Int((5_000_000 / Double(max(1, count))).rounded())))
    }
    guard flags.batch == nil else { return (configuration, []) }
    configuration.batch = TrainingText.batch(
      for: count, standard: standard.batch, length: configuration.length,
      validation: configuration.validation)
    if configuration.batch == standard.batch { return (configuration, []) }
    return (
      configuration,
      ["The text is short: a batch of \(configuration.batch) in place of \(standard.batch)."]
    )
  }

  /// Keeps the model that stands at the path, or refuses where it might be missed.
  private static func makeRoom(
    for configuration: TrainingConfiguration, _ request: TrainingRequest
  ) throws -> String? {
    let path = request.model
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    if !request.replaces {
      let ways =
        "Start over with --replace, which keeps it under another name, or name another "
        + "file with --model"
      guard let old = try? Checkpoint(contentsOf: path) else {
        throw UserError("\(path) is there already and is not a model that can be read. \(ways)")
      }
      let isSameTraining = request.flags.applied(to: old.configuration) == old.configuration
      if isSameTraining && old.progress.epoch < old.configuration.epochs {
        throw UserError(
          "\(path) holds a training that stopped in epoch \(old.progress.epoch + 1) of "
            + "\(old.configuration.epochs). Go on with --resume. \(ways)")
      }
      let difference = configuration.firstDifference(
        from: old.configuration, ignoringEpochs: request.flags.epochs == nil)
      if let difference {
        throw UserError(
          "\(path) holds a model of another configuration: \(difference.flag) "
            + "\(difference.other), not \(difference.mine). \(ways)")
      }
    }
    return "The model that was there is\u{A0}kept:\u{A0}\(try AtomicFile.keepCopy(of: path))"
  }

  // MARK: Going on

  private static func resume(_ request: TrainingRequest) throws -> (TrainingRun, [String]) {
    let checkpoint = try Checkpoint(contentsOf: request.model)
    if checkpoint.training.isEmpty {
      throw UserError(
        "\(request.model) was trained by the chapters' own code, which cannot be resumed. "
          + "Train it anew: swift run course train --mine")
    }
    let old = checkpoint.configuration
    let wanted = request.flags.applied(to: old)
    if let difference = wanted.firstDifference(from: old, ignoringEpochs: true) {
      throw UserError(
        "\(request.model) was trained with \(difference.flag) \(difference.other), "
          + "not \(difference.mine). Leave \(difference.flag) out to resume it")
    }
    if wanted.epochs < old.epochs {
      throw UserError(
        "\(request.model) is being trained for \(old.epochs) epochs. "
          + "--epochs can raise that, not lower it to \(wanted.epochs)")
    }
    let files = request.files.isEmpty ? checkpoint.corpus.files : request.files
    let corpus = try readCorpus(files)
    let identity = CorpusIdentity(files: checkpoint.corpus.files, corpus: corpus)
    guard identity == checkpoint.corpus else {
      let name = files.isEmpty ? "the chapters" : files.joined(separator: ", ")
      throw UserError(
        "\(name) changed since \(request.model) was begun, so it cannot be resumed. "
          + "Start over with --replace, or put the text back")
    }
    let text = try TrainingText(corpus, vocabulary: checkpoint.vocabulary, configuration: old)
    try checkMemory(old, vocabularySize: checkpoint.vocabulary.count)
    let run = try TrainingRun(
      resuming: checkpoint, epochs: wanted.epochs, text: text, threads: request.threads)
    return (run, [])
  }

  // MARK: Limits

  /// - Throws: `UserError` where the training would not fit into the machine's memory.
  static func checkMemory(
    _ configuration: TrainingConfiguration, vocabularySize: Int,
    available: UInt64 = ProcessInfo.processInfo.physicalMemory
  ) throws {
    let bytes = Sequential.trainingBytes(
      layers: configuration.modelLayers(vocabularySize: vocabularySize),
      rows: configuration.batch, length: configuration.length)
    if bytes < available { return }
    func gigabytes(_ bytes: Double) -> String { fixed(bytes / 1e9, 1) + " GB" }
    throw UserError(
      "this training needs about \(gigabytes(Double(bytes))) of memory and the machine has "
        + "\(gigabytes(Double(available))); choose a smaller --hidden, --layers, --batch or --length"
    )
  }

  // MARK: The text

  package static func readCorpus(_ files: [String]) throws -> Corpus {
    if !files.isEmpty { return try Corpus(files: files) }
    return Corpus(withoutComments(try Corpus(files: chapterFiles()).text))
  }

  /// The chapters of the course, in the order of their names.
  package static func chapterFiles() throws -> [String] {
    let folder = try PackageFolder.containing()
    let names = folder.names(in: "chapters").filter { $0.hasSuffix(".md") }
    if names.isEmpty {
      throw UserError("chapters/ has no text; put it back: git checkout chapters")
    }
    return names.map { folder.url("chapters/" + $0).path }
  }

  /// Where the model stands unless `--model` says otherwise: in a folder that git ignores.
  static func standardModelPath(named name: String = "model") -> String {
    let file = name + ".safetensors"
    guard let folder = try? PackageFolder.containing() else { return file }
    let current = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    return folder.root.path == current.standardizedFileURL.path
      ? ".course/" + file : folder.url(".course/" + file).path
  }
}
