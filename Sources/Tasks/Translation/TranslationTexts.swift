import Course
import Layers
import LinearAlgebra
import Text

/// The files of sentences and their translations as they are.
package struct PairedFiles: MaterialFiles {
  let pairs: [SentencePair]
  /// Of the files to validate with; nil where a share is held back.
  let held: [SentencePair]?

  package init(_ files: [String], _ configuration: TranslatorConfiguration) throws {
    pairs = try SentencePair.read(files, encoding: configuration.textEncoding)
    held =
      configuration.validationShare == nil
      ? try SentencePair.read(
        configuration.validation.split(separator: ",").map(String.init),
        encoding: configuration.textEncoding) : nil
  }

  package var count: Int { pairs.count }

  package var fingerprint: UInt64 {
    var fingerprint = Fingerprint()
    for pair in pairs + (held ?? []) { fingerprint.add(pair.source + "\t" + pair.target + "\n") }
    return fingerprint.value
  }
}

/// Sentences and translations to train a translator with, as it reads them.
package struct TranslationTexts: LearningMaterial {
  /// A sentence and its translation, cut into symbols.
  struct Pair {
    let source, target: [String]
    let mark: UInt64

    init(_ pair: SentencePair, _ configuration: TranslatorConfiguration) {
      source = configuration.symbols(of: pair.source)
      target = configuration.symbols(of: pair.target)
      mark = KnownExamples.mark(of: source)
    }

    var length: Int { max(source.count, target.count) }
    var isWhole: Bool { !source.isEmpty && !target.isEmpty }
  }

  package let loss = Loss.sparseCategoricalCrossEntropy
  package static let unitName = "words"
  package let content: TranslatorContent
  package let notes: [String]
  private let training: [(source: [Int], target: [Int])]
  private let validation: [Pair]

  package init(
    _ files: PairedFiles, _ configuration: TranslatorConfiguration,
    content old: TranslatorContent?
  ) throws {
    let all = files.pairs.map { Pair($0, configuration) }
    let pairs = all.filter { $0.isWhole && $0.length <= configuration.length }
    if pairs.isEmpty {
      throw UserError(
        "all \(grouped(all.count)) pairs have an empty side or more than --length "
          + "\(configuration.length) \(configuration.unit)s. Raise it, or give others")
    }
    var (training, held) = try configuration.split(
      pairs, mark: \.mark, kind: { _ in 0 }, kinds: [0])
    if let files = files.held {
      held = files.map { Pair($0, configuration) }.filter(\.isWhole)
    }
    func vocabulary(_ symbols: KeyPath<Pair, [String]>) -> Vocabulary {
      Vocabulary(
        counting: training.lazy.flatMap { $0[keyPath: symbols] }, unit: configuration.unit,
        limit: configuration.vocabulary, minimumCount: configuration.minimumCount)
    }
    let content = TranslatorContent(
      source: old?.source ?? vocabulary(\.source), target: old?.target ?? vocabulary(\.target),
      longest: training.map(\.target.count).max() ?? 1, known: KnownExamples(all.map(\.mark)))
    self.content = content
    self.training = training.map {
      (content.source.indices(of: $0.source), content.target.indices(of: $0.target))
    }
    validation = held
    notes = Self.notes(files, all, pairs, configuration, held)
  }

  private static func notes(
    _ files: PairedFiles, _ all: [Pair], _ pairs: [Pair],
    _ configuration: TranslatorConfiguration, _ held: [Pair]
  ) -> [String] {
    var notes: [String] = []
    let empty = all.indices.filter { !all[$0].isWhole }
    if let first = empty.first {
      notes.append(
        "\(counted(empty.count, "pair")) with an empty side left out, the first: "
          + "\(files.pairs[first].place).")
    }
    let long = all.count - empty.count - pairs.count
    if long > 0 {
      notes.append(
        "\(counted(long, "pair")) of more than --length \(configuration.length) "
          + "\(configuration.unit)s left out.")
    }
    return notes
      + KnownExamples.notes(
        pairs.map(\.mark), held: files.held.map { _ in held.map(\.mark) }, "sentence")
  }

  // MARK: Learnt from

  package var count: Int { training.count }
  package var heldCount: Int { validation.count }
  package var longest: [Int] {
    [training.map(\.source.count).max() ?? 1, 1 + (training.map(\.target.count).max() ?? 1)]
  }

  package func plan(
    _ configuration: TranslatorConfiguration
  ) -> [(label: String, text: String)] {
    let unknown = content.target.unknownShare(of: training.flatMap(\.target))
    return [
      (
        "Texts:",
        "\(grouped(count)) sentences to learn from and \(grouped(heldCount)) to validate with"
      ),
      (
        "Words:",
        "\(grouped(content.source.count - 1)) are known to read and "
          + "\(grouped(content.target.count - 1)) to write; \(percent(unknown)) of those to write are unknown"
      ),
    ]
  }

  package func batch(
    _ rows: [Int], using generator: inout SeededGenerator
  ) -> (batch: Batch, units: Int) {
    let pairs = rows.map { training[$0] }
    return (
      content.batch(pairs.map(\.source), pairs.map(\.target)),
      pairs.reduce(0) { $0 + $1.target.count + 1 }
    )
  }

  package func judge(_ network: Model, threads: Int) throws -> TranslationReport? {
    validation.isEmpty
      ? nil : try TranslationReport(of: network, content, validation, threads: threads)
  }
}

extension TranslatorContent {
  /// Sources, what has been written of their translations before each word, and the word.
  func batch(_ sources: [[Int]], _ targets: [[Int]]) -> Batch {
    Batch(
      inputs: (sources, targets.map { [boundary] + $0 }), targets: (targets.map { $0 + [boundary] })
    )
  }
}
