import Course
import Layers
import LinearAlgebra
import Text

/// The files of labelled texts as they are.
package struct LabelledFiles: MaterialFiles {
  let rows: [LabelledText]
  /// Of the file to validate with; nil where a share is held back.
  let held: [LabelledText]?

  package init(_ files: [String], _ configuration: ClassifierConfiguration) throws {
    func read(_ files: [String]) throws -> [LabelledText] {
      try LabelledText.read(
        files, encoding: configuration.encoding.flatMap(TextEncoding.init),
        columns: configuration.columns)
    }
    rows = try read(files)
    held = configuration.validationShare == nil ? try read([configuration.validation]) : nil
  }

  package var count: Int { rows.count }

  package var fingerprint: UInt64 {
    var fingerprint = Fingerprint()
    for row in rows + (held ?? []) { fingerprint.add(row.label + "\t" + row.text + "\n") }
    return fingerprint.value
  }
}

/// Texts to train a classifier with, as it reads them.
package struct ClassificationTexts: LearningMaterial {
  package struct Example {
    let symbols: [Int]
    let label: Int
  }

  package let loss = Loss.sparseCategoricalCrossEntropy
  package static let unitName = "texts"
  package let content: ClassifierContent
  package let training: [Example]
  /// Empty where nothing is held back.
  package let validation: [Example]
  package let notes: [String]

  package init(
    _ files: LabelledFiles, _ configuration: ClassifierConfiguration,
    content old: ClassifierContent? = nil
  ) throws {
    let rows = files.rows
    let texts = Self.read(rows, configuration)
    try Self.check(texts, rows, knows: old?.labels)
    let heldTexts = files.held.map { Self.read($0, configuration) }
    let (training, validation) =
      if let heldTexts { (texts, heldTexts) } else {
        try configuration.split(
          texts, mark: \.mark, kind: \.row.label, kinds: Self.ordered(texts))
      }
    let known = KnownExamples(texts.map(\.mark))
    let content = ClassifierContent(
      labels: old?.labels ?? Self.ordered(training),
      vocabulary: old?.vocabulary
        ?? Vocabulary(
          counting: training.lazy.flatMap(\.symbols), unit: configuration.unit,
          limit: configuration.vocabulary, minimumCount: configuration.minimumCount),
      known: known)
    let indices = Dictionary(
      uniqueKeysWithValues: content.labels.enumerated().map { ($1, $0) })
    func examples(_ texts: [ReadText]) throws -> [Example] {
      try texts.map { text in
        guard let label = indices[text.row.label] else {
          throw Self.unknownLabel(text.row, content.labels)
        }
        return Example(symbols: content.indices(of: text.symbols), label: label)
      }
    }
    self.content = content
    self.training = try examples(training)
    self.validation = try examples(validation)
    notes = Self.notes(
      on: rows, texts, training, validationFile: heldTexts, content, configuration)
  }

  static func unknownLabel(_ row: LabelledText, _ labels: [String]) -> UserError {
    let known = labels.prefix(10).joined(separator: ", ") + (labels.count > 10 ? ", …" : "")
    return UserError(
      "\(row.place): the label \(PlainText.line(row.label)) is not one that the model knows: \(PlainText.line(known)). Leave such "
        + "texts out, or train with some")
  }

  // MARK: Reading

  private struct ReadText {
    let row: LabelledText
    let symbols: [String]
    /// Whether it is longer than what is read.
    let isCut: Bool
    let mark: UInt64
  }

  /// The texts that have something to read.
  private static func read(
    _ rows: [LabelledText], _ configuration: ClassifierConfiguration
  ) -> [ReadText] {
    rows.compactMap { row in
      let all = configuration.allSymbols(of: row.text)
      let symbols = Array(all.prefix(configuration.length))
      return all.isEmpty
        ? nil
        : ReadText(
          row: row, symbols: symbols, isCut: all.count > symbols.count,
          mark: KnownExamples.mark(of: symbols))
    }
  }

  private static func check(
    _ texts: [ReadText], _ rows: [LabelledText], knows known: [String]?
  ) throws {
    guard let first = texts.first else {
      throw UserError("all \(rows.count) texts are empty. Give some with words")
    }
    let labels = Dictionary(grouping: texts, by: \.row.label)
    if known == nil, labels.count == 1 {
      throw UserError(
        "all \(grouped(texts.count)) texts have the label \(PlainText.line(first.row.label)). Give texts of at least two "
          + "labels")
    }
    let rare = labels.values.filter { $0.count == 1 }
    if known == nil, rare.count > 1, 2 * rare.count > texts.count, texts.count >= 10 {
      throw UserError(
        "\(grouped(rare.count)) of \(grouped(texts.count)) texts have a label that no other has, as "
          + "\(first.row.place), has \(PlainText.line(first.row.label, limit: 40)). A label stands first in a line; of a table, say "
          + "where it stands with --label-column and --text-column")
    }
  }

  /// The labels: whole numbers by size, others by their letters.
  private static func ordered(_ texts: [ReadText]) -> [String] {
    let labels = Set(texts.map(\.row.label))
    let numbers = labels.compactMap { Int($0) }
    if numbers.count == labels.count {
      return labels.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }
    }
    return labels.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
  }

  // MARK: What is told

  private static func notes(
    on rows: [LabelledText], _ texts: [ReadText], _ training: [ReadText],
    validationFile: [ReadText]?, _ content: ClassifierContent,
    _ configuration: ClassifierConfiguration
  ) -> [String] {
    var notes: [String] = []
    if texts.count < rows.count {
      let first = rows.first { configuration.symbols(of: $0.text).isEmpty }
      notes.append(
        "\(counted(rows.count - texts.count, "text")) without words left out, the first: "
          + "\(first?.place ?? "").")
    }
    let contradictions = Dictionary(grouping: texts, by: \.mark).values
      .filter { Set($0.map(\.row.label)).count > 1 }
    let first = contradictions.min { ($0[0].row.line ?? 0) < ($1[0].row.line ?? 0) }
    if let first, let other = first.first(where: { $0.row.label != first[0].row.label }) {
      notes.append(
        "\(counted(contradictions.count, "text")) with different labels, as \(first[0].row.place), and "
          + "\(other.row.place).")
    }
    let counts = Dictionary(grouping: training, by: \.row.label).map { ($1.count, $0) }.sorted(
      by: <)
    if let (least, rarest) = counts.first, let (most, commonest) = counts.last, most >= 5 * least {
      notes.append(
        "The labels are uneven, from \(counted(least, "text")) (\(PlainText.line(rarest))) to "
          + "\(grouped(most)) (\(PlainText.line(commonest))): look at macro F1 beside the accuracy."
      )
    }
    let spellings = Dictionary(grouping: counts.map(\.1)) { $0.lowercased() }.values
    if let alike = spellings.filter({ $0.count > 1 }).map({ $0.sorted() }).min(by: { $0[0] < $1[0] }
    ) {
      notes.append("Labels that only capital letters tell apart: \(PlainText.line(listed(alike))).")
    }
    let cut = texts.count(where: \.isCut)
    if cut > 0 {
      notes.append(
        "\(counted(cut, "text")) longer than --length \(configuration.length), read up to there.")
    }
    let read = training.lazy.flatMap(\.symbols)
    let unknown = read.count { content.vocabulary.index(of: $0) == content.vocabulary.unknown }
    if unknown > 0, 4 * unknown > training.reduce(0, { $0 + $1.symbols.count }) {
      notes.append(
        "\(grouped(unknown)) of the \(configuration.unit)s read are unknown, since they are rare: "
          + "--minimum-count 1 or --unit character may know more.")
    }
    return notes
      + KnownExamples.notes(texts.map(\.mark), held: validationFile?.map(\.mark), "text")
  }
}

// MARK: - Learnt from

extension ClassificationTexts {
  package var count: Int { training.count }
  package var heldCount: Int { validation.count }
  package var longest: [Int] { [training.map(\.symbols.count).max() ?? 1] }

  package func plan(_ configuration: ClassifierConfiguration) -> [(label: String, text: String)] {
    let counts = training.reduce(into: content.labels.map { _ in 0 }) { $0[$1.label] += 1 }
    let labels = zip(content.labels, counts).prefix(8).map { label, count in
      "\(PlainText.line(label, limit: 24)) (\(grouped(count)))"
    }
    return [
      (
        "Texts:",
        "\(grouped(count)) to learn from and \(grouped(heldCount)) to validate with; "
          + "\(grouped(content.vocabulary.count - 1)) \(configuration.unit)s are known"
      ),
      (
        "Labels:",
        labels.joined(separator: ", ")
          + (content.labels.count > 8 ? " and \(content.labels.count - 8) more" : "")
      ),
    ]
  }

  package func batch(
    _ rows: [Int], using generator: inout SeededGenerator
  ) -> (batch: Batch, units: Int) {
    let texts = rows.map { training[$0] }
    return (Batch(texts.map(\.symbols), texts.map(\.label)), texts.count)
  }

  package func judge(_ network: Sequential, threads: Int) throws -> ClassificationReport? {
    if validation.isEmpty { return nil }
    let probabilities = try network.predict(
      validation.map(\.symbols), batchSize: ClassifierContent.rows, threads: threads)
    return ClassificationReport(
      probabilities, targets: validation.map(\.label), labels: content.labels)
  }
}
