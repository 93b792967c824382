import Course
import Foundation
import Layers
import Text

/// What `course train` was asked to do, and what that means for the files that are there.
package struct TrainingSession {
  /// Empty for the course's own chapters.
  var files: [String]
  var flags: ConfigurationFlags
  /// Of the model.
  var path: String
  var resumes = false
  var replaces = false
  /// The model whose weights a new training begins with.
  var origin: String?
  /// Whether symbols are left out that the origin's vocabulary lacks.
  var skipsUnknown = false
  var threads: Int

  /// Decides what to do, before anything is changed.
  ///
  /// - Returns: the training, and sentences to tell the user before it starts.
  /// - Throws: one-line errors for all that is wrong with the request.
  func begin() throws -> (run: TrainingRun, notes: [String]) {
    try AtomicFile.prepare(path)
    if resumes { return (try resumed(), []) }
    if let text = files.first(where: { isOneFile($0, path) }) {
      throw UserError(
        "the model would take the place of \(text), from which it learns. Name another file: --model PATH"
      )
    }
    let corpus = try Self.readCorpus(files)
    let identity = CorpusIdentity(files: files, corpus: corpus)
    if let origin {
      return try begin(from: Checkpoint(contentsOf: origin), at: origin, corpus, identity)
    }
    let count = flags.symbolCount(of: corpus.text)
    let (configuration, notes) = Self.fitted(flags, toSymbols: count)
    let vocabulary = Vocabulary(
      of: corpus.text, unit: configuration.unit, limit: configuration.vocabulary)
    let text = try TrainingText(corpus, vocabulary: vocabulary, configuration: configuration)
    let kept = try clear(for: configuration, text)
    let run = TrainingRun(configuration, text: text, corpus: identity, threads: threads)
    return (run, notes + kept)
  }

  /// Makes room for a new model: what stood there is kept.
  private func clear(
    for configuration: TrainingConfiguration, _ text: TrainingText
  ) throws -> [String] {
    try Self.checkMemory(configuration, vocabularySize: text.vocabularySize)
    if !replaces { try checkReplaceable(by: configuration) }
    return try AtomicFile.keepOld(path)
  }

  /// A new training on another text, with the weights and the vocabulary of a model.
  private func begin(
    from checkpoint: Checkpoint, at origin: String, _ corpus: Corpus, _ identity: CorpusIdentity
  ) throws -> (run: TrainingRun, notes: [String]) {
    let old = checkpoint.configuration
    if let (flag, values) = flags.applied(to: old).modelDifference(from: old) {
      throw UserError("\(origin) was made with \(values). Leave \(flag) out to go on from it")
    }
    let shaped = flags.shaped(as: old)
    let known = checkpoint.vocabulary.encodeKnown(corpus.text)
    let (configuration, notes) = Self.fitted(shaped, toSymbols: known.indices.count)
    let text = try TrainingText(
      corpus, vocabulary: checkpoint.vocabulary, configuration: configuration,
      skipsUnknown: skipsUnknown)
    let kept = try clear(for: configuration, text)
    let run = try TrainingRun(
      from: checkpoint, configuration, text: text, corpus: identity, threads: threads)
    let left =
      known.lacking > 0
      ? [
        "\(configuration.counted(known.lacking)) of the text that \(origin) does not know "
          + (known.lacking == 1 ? "is" : "are") + " left out."
      ] : []
    return (run, ["It begins with the weights of \(origin)."] + left + notes + kept)
  }

  // MARK: Starting

  /// A configuration with these flags and, where they say nothing, with what suits the text: a batch
  /// that a short one fills, and so many epochs that some five million symbols are read, which takes
  /// a minute or two.
  ///
  /// - Returns: the configuration, and sentences to tell the user.
  package static func fitted(
    _ flags: ConfigurationFlags, toSymbols count: Int
  ) -> (TrainingConfiguration, notes: [String]) {
    let standard = TrainingConfiguration.standard.batch
    var configuration = flags.applied(to: .standard)
    if flags.epochs == nil {
      configuration.epochs = min(100, max(1, Int((5_000_000 / Double(max(1, count))).rounded())))
    }
    if flags.batch == nil {
      configuration.batch = TrainingText.batch(
        for: count, standard: standard, length: configuration.length,
        validation: configuration.validation)
    }
    let batch = configuration.batch
    if flags.batch != nil || batch == standard { return (configuration, []) }
    return (configuration, ["The text is short: a batch of \(batch) in place of \(standard)."])
  }

  /// - Throws: `UserError` where the model that stands at the path might be missed.
  private func checkReplaceable(by configuration: TrainingConfiguration) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    let ways =
      "Start over with --replace, which keeps it under another name, or name another "
      + "file with --model"
    guard let old = try? Checkpoint(contentsOf: path) else {
      throw UserError("\(path) is there already and is not a model that can be read. \(ways)")
    }
    let isSameTraining = flags.applied(to: old.configuration) == old.configuration
    if isSameTraining && old.progress.epoch < old.configuration.epochs {
      throw UserError(
        "\(path) holds a training that stopped in epoch \(old.progress.epoch + 1) of "
          + "\(old.configuration.epochs). Go on with --resume. \(ways)")
    }
    let difference = configuration.firstDifference(
      from: old.configuration, ignoringEpochs: flags.epochs == nil)
    if let difference {
      throw UserError(
        "\(path) holds a model of another configuration: \(difference.values). \(ways)")
    }
  }

  // MARK: Going on

  private func resumed() throws -> TrainingRun {
    let checkpoint = try Checkpoint(contentsOf: path)
    if checkpoint.training.isEmpty {
      throw UserError(
        "\(path) was trained by the chapters' own code, which cannot be resumed. "
          + "Train it anew: swift run course train --mine")
    }
    let old = checkpoint.configuration
    let wanted = flags.applied(to: old)
    if let (flag, values) = wanted.firstDifference(from: old, ignoringEpochs: true) {
      throw UserError("\(path) was trained with \(values). Leave \(flag) out to resume it")
    }
    if wanted.epochs < old.epochs {
      throw UserError(
        "\(path) is being trained for \(old.epochs) epochs. "
          + "--epochs can raise that, not lower it to \(wanted.epochs)")
    }
    let files = self.files.isEmpty ? checkpoint.corpus.files : self.files
    if self.files.isEmpty, files.contains(where: Corpus.isStream) {
      throw UserError(
        "\(path) learnt from a text that came through a pipe; send it again and name it, as in: "
          + "swift run course train - --resume\(TrainingDisplay.modelFlag(path)) < text.txt")
    }
    let corpus = try Self.readCorpus(files)
    if CorpusIdentity(files: checkpoint.corpus.files, corpus: corpus) != checkpoint.corpus {
      let name = files.isEmpty ? "the chapters" : files.joined(separator: ", ")
      throw UserError(
        "\(name) changed since \(path) was begun, so it cannot be resumed. "
          + "Start over with --replace, or put the text back")
    }
    // What the vocabulary lacks of the same text was left out from the beginning.
    let text = try TrainingText(
      corpus, vocabulary: checkpoint.vocabulary, configuration: old, skipsUnknown: true)
    try Self.checkMemory(old, vocabularySize: checkpoint.vocabulary.count)
    return try TrainingRun(
      resuming: checkpoint, epochs: wanted.epochs, text: text, threads: threads)
  }

  // MARK: Limits

  /// - Throws: `UserError` where the training would not fit into the machine's memory.
  static func checkMemory(
    _ configuration: TrainingConfiguration, vocabularySize: Int,
    available: UInt64 = ProcessInfo.processInfo.physicalMemory
  ) throws {
    let bytes = try Sequential.trainingBytes(
      layers: configuration.modelLayers(vocabularySize: vocabularySize),
      rows: configuration.batch, length: configuration.length)
    if bytes < available { return }
    let (needed, present) = (fixed(Double(bytes) / 1e9, 1), fixed(Double(available) / 1e9, 1))
    throw UserError(
      "this training needs about \(needed) GB of memory and the machine has \(present) GB; "
        + "choose a smaller --hidden, --layers, --batch or --length")
  }

  // MARK: The text

  /// The files' text; without any, the book's: the running text of Part I.
  package static func readCorpus(_ files: [String]) throws -> Corpus {
    if !files.isEmpty { return try Corpus(files: files) }
    return Corpus(runningText(of: try Corpus(files: chapterFiles()).text))
  }

  /// The chapters of Part I, in the order of their numbers.
  static func chapterFiles() throws -> [String] {
    let folder = try PackageFolder.containing()
    let names = folder.names(in: "chapters").filter { $0.wholeMatch(of: /0\d-.*\.md/) != nil }
    if names.isEmpty {
      throw UserError("chapters/ has no text; put it back: git checkout chapters")
    }
    return names.map { folder.url("chapters/" + $0).path }
  }
}

extension TrainingSession {
  /// What the flags ask for, each checked.
  init(_ arguments: ParsedArguments) throws {
    resumes = arguments.has("--resume")
    replaces = arguments.has("--replace")
    if resumes && replaces {
      throw UserError("--resume goes on with a model and --replace starts over; leave one out")
    }
    origin = arguments.string("--continue")
    skipsUnknown = arguments.has("--skip-unknown")
    if resumes && origin != nil {
      throw UserError(
        "--resume goes on with a training that was stopped and --continue begins another; leave one "
          + "out")
    }
    if skipsUnknown && origin == nil {
      throw UserError(
        "--skip-unknown goes with --continue: a new model's vocabulary is that of its text. Leave it "
          + "out")
    }
    flags = ConfigurationFlags()
    for setting in TrainingConfiguration.settings { try setting.read(arguments, &flags) }
    (files, path) = (arguments.positionals, arguments.modelPath())
    threads = try arguments.threads()
  }
}

extension AtomicFile {
  /// Makes sure that a file can be written, before the time is spent on what would go into it.
  static func prepare(_ path: String) throws {
    try checkWritable(path)
    removeLeftovers(of: path)
  }

  /// Keeps the model that stands at a path, where there is one, and says so.
  static func keepOld(_ path: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return ["The model that was there is\u{A0}kept:\u{A0}\(try keepCopy(of: path))"]
  }
}
