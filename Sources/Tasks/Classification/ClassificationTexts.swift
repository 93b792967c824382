import Course
import LinearAlgebra
import Text

/// Texts to train a classifier with, as it reads them.
package struct ClassificationTexts {
  package struct Example {
    let symbols: [Int]
    let label: Int
  }

  let content: ClassifierContent
  package let training: [Example]
  /// Empty where nothing is held back.
  package let validation: [Example]
  /// What is worth knowing of them.
  let notes: [String]

  /// - Parameters:
  ///   - rows: all of them, or all but those of the file to validate with.
  ///   - held: the rows of that file; nil where a share of `rows` is held back.
  ///   - old: of the model that the training goes on from; nil for the texts' own.
  /// - Throws: `UserError` where they cannot be learnt from, or the model does not know a label.
  init(
    _ rows: [LabelledText], validation held: [LabelledText]?,
    _ configuration: ClassifierConfiguration, content old: ClassifierContent? = nil
  ) throws {
    let texts = Self.read(rows, configuration)
    try Self.check(texts, rows, knows: old?.labels)
    let heldTexts = held.map { Self.read($0, configuration) }
    let (training, validation) =
      if let heldTexts { (texts, heldTexts) } else { try Self.split(texts, configuration) }
    let marks = texts.map(\.mark)
    let content =
      old.map { ClassifierContent(labels: $0.labels, vocabulary: $0.vocabulary, seen: marks) }
      ?? ClassifierContent(
        labels: Self.ordered(training),
        vocabulary: Vocabulary(
          counting: training.lazy.flatMap(\.symbols), unit: configuration.unit,
          limit: configuration.vocabulary, minimumCount: configuration.minimumCount),
        seen: marks)
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
          mark: ClassifierContent.mark(of: symbols))
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

  // MARK: Holding back

  /// Holds back a share of each label's texts, drawn by the seed; copies of one text stay together.
  private static func split(
    _ texts: [ReadText], _ configuration: ClassifierConfiguration
  ) throws -> (training: [ReadText], validation: [ReadText]) {
    let share = configuration.validationShare ?? 0
    if share == 0 { return (texts, []) }
    var groups: [UInt64: [Int]] = [:]
    for (index, text) in texts.enumerated() { groups[text.mark, default: []].append(index) }
    // In the order of their first text, which does not hang on a dictionary's.
    let ordered = texts.indices.compactMap { index in
      groups[texts[index].mark].flatMap { $0[0] == index ? $0 : nil }
    }
    let byLabel = Dictionary(grouping: ordered) { texts[$0[0]].row.label }
    var generator = SeededGenerator(seed: UInt64(configuration.seed) ^ 0x4E1D)
    var held: Set<Int> = []
    for label in Self.ordered(texts) {
      var (groups, room) = (byLabel[label] ?? [], 0)
      room = Int((share * Double(groups.reduce(0) { $0 + $1.count })).rounded(.down))
      while room > 0 && groups.count > 1 {
        let group = groups.remove(at: generator.integer(below: groups.count))
        if group.count > room { continue }
        held.formUnion(group)
        room -= group.count
      }
    }
    if held.isEmpty {
      throw UserError(
        "--validation \(configuration.validation) of \(counted(ordered.count, "different text")) leaves "
          + "none to validate with; raise it, or set it to 0")
    }
    let parts = Dictionary(grouping: texts.indices) { held.contains($0) }
    return ((parts[false] ?? []).map { texts[$0] }, (parts[true] ?? []).map { texts[$0] })
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
    let copies = texts.count - Set(texts.map(\.mark)).count
    if copies > 0 {
      notes.append(
        "\(counted(copies, "text")) repeat others; copies of a text are held back together.")
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
    if let validationFile {
      let seen = Set(training.map(\.mark))
      let count = validationFile.count { seen.contains($0.mark) }
      if count > 0 { notes.append(seenInTraining(count, of: validationFile.count)) }
    }
    return notes
  }

  static func seenInTraining(_ count: Int, of all: Int) -> String {
    "\(grouped(count)) of the \(grouped(all)) texts \(count == 1 ? "is" : "are") in the training files."
  }
}
