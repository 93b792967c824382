import Course
import Foundation
import Layers
import Text

/// What `course train` was asked to do of a language model.
package typealias TrainingSession = TrainingRequest<LanguageContent>

extension TrainingSession {
  /// Decides what to do, before anything is changed.
  ///
  /// - Returns: the training, and sentences to tell the user before it starts.
  /// - Throws: one-line errors for all that is wrong with the request.
  func begin() throws -> (run: TrainingRun, notes: [String]) {
    try prepare()
    if resumes { return (try resumed(), []) }
    let corpus = try Self.readCorpus(files)
    let identity = CorpusIdentity(files: files, corpus: corpus)
    if let (checkpoint, origin, flags) = try beginning() {
      return try begin(from: checkpoint, at: origin, flags, corpus, identity)
    }
    let count = flags.symbolCount(of: corpus.text)
    let (configuration, notes) = Self.fitted(flags, toSymbols: count)
    let vocabulary = Vocabulary(
      of: corpus.text, unit: configuration.unit, limit: configuration.vocabulary)
    let text = try TrainingText(corpus, vocabulary: vocabulary, configuration: configuration)
    try Self.checkMemory(configuration, vocabularySize: text.vocabularySize)
    let kept = try clear(for: configuration)
    let run = TrainingRun(configuration, text: text, corpus: identity, threads: threads)
    return (run, notes + kept)
  }

  /// A new training on another text, with the weights and the vocabulary of a model.
  private func begin(
    from checkpoint: Checkpoint, at origin: String, _ flags: ConfigurationFlags, _ corpus: Corpus,
    _ identity: CorpusIdentity
  ) throws -> (run: TrainingRun, notes: [String]) {
    let known = checkpoint.vocabulary.encodeKnown(corpus.text)
    let (configuration, notes) = Self.fitted(flags, toSymbols: known.indices.count)
    let text = try TrainingText(
      corpus, vocabulary: checkpoint.vocabulary, configuration: configuration,
      skipsUnknown: skipsUnknown)
    try Self.checkMemory(configuration, vocabularySize: text.vocabularySize)
    let kept = try clear(for: configuration)
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

  // MARK: Going on

  private func resumed() throws -> TrainingRun {
    let (checkpoint, files, wanted) = try reopened()
    let corpus = try Self.readCorpus(files)
    try check(corpus.fingerprint, of: files, against: checkpoint)
    let old = checkpoint.configuration
    // What the vocabulary lacks of the same text was left out from the beginning.
    let text = try TrainingText(
      corpus, vocabulary: checkpoint.vocabulary, configuration: old, skipsUnknown: true)
    try Self.checkMemory(old, vocabularySize: checkpoint.vocabulary.count)
    return try TrainingRun(
      resuming: checkpoint, epochs: wanted.epochs, text: text, threads: threads)
  }

  /// - Throws: `UserError` where the training would not fit into the machine's memory.
  static func checkMemory(
    _ configuration: TrainingConfiguration, vocabularySize: Int,
    available: UInt64 = ProcessInfo.processInfo.physicalMemory
  ) throws {
    try checkMemory(
      Sequential.trainingBytes(
        layers: configuration.modelLayers(vocabularySize: vocabularySize),
        rows: configuration.batch, length: configuration.length), available: available)
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
