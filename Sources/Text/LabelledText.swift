import Foundation

/// A text with its label, and where it was found.
public struct LabelledText: Equatable, Sendable {
  /// What the text is an example of.
  public let label: String
  /// May be empty.
  public let text: String
  /// As its user named it.
  public let file: String
  /// Of the file, counted from 1; nil for a file that is one text.
  public let line: Int?

  /// Where it stands, for messages: `reviews.csv, line 7`.
  public var place: String { line.map { "\(file), line \($0)" } ?? file }

  /// Which columns of a table are read: a name in its header, or a number counted from 1 where it has
  /// none; nil for what the header says or the format is.
  public struct Columns: Equatable, Sendable {
    public var label: String?
    public var text: String?

    /// Creates the columns; what is left out is nil.
    public init(label: String? = nil, text: String? = nil) {
      (self.label, self.text) = (label, text)
    }
  }

  /// Reads files, each in whichever format it has:
  ///
  /// - a label, a tab and a text in each line; or with a header that names the columns
  /// - CSV with a header, its fields parted by commas or semicolons
  /// - `label text`, parted by a space
  /// - `__label__label text`, as fastText has it
  /// - a folder, with a folder of texts for each label
  ///
  /// - Parameters:
  ///   - files: their names; `-` for what comes in.
  ///   - encoding: of all of them; nil for UTF-8.
  ///   - columns: where label and text stand in a table, if its header does not say so.
  /// - Throws: `TextError` for a file that cannot be read, or the first line in it that is wrong.
  public static func read(
    _ files: [String], encoding: TextEncoding? = nil, columns: Columns = Columns()
  ) throws -> [LabelledText] {
    var result: [LabelledText] = []
    for file in files {
      func text(_ file: String) throws -> String {
        try Corpus.read(file, encoding: encoding, flag: "--encoding")
      }
      let texts =
        Corpus.isFolder(file)
        ? try inFolders(file, text)
        : try LabelledFile(name: file, text: text(file), columns: columns).texts()
      if texts.isEmpty {
        throw TextError("\(file) has no texts. Give labels and texts, one a line")
      }
      result += texts
    }
    return result
  }

  /// The texts of a folder with a folder for each label, in the order of their names.
  private static func inFolders(
    _ folder: String, _ read: (String) throws -> String
  ) throws -> [LabelledText] {
    func names(_ folder: String) -> [String] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.filter { !$0.hasPrefix(".") }.sorted()
    }
    let labels = names(folder).filter { Corpus.isFolder(folder + "/" + $0) }
    if labels.isEmpty {
      throw TextError(
        "\(folder) has no folder in it. Give a folder that has one for each label, or name the files"
      )
    }
    return try labels.flatMap { label in
      try names(folder + "/" + label).map { name in
        let file = "\(folder)/\(label)/\(name)"
        if Corpus.isFolder(file) {
          throw TextError(
            "\(file) is a folder in a label's folder, which has texts alone. Move its files up")
        }
        return LabelledText(label: label, text: try read(file), file: file, line: nil)
      }
    }
  }
}

/// A file of labels and texts.
private struct LabelledFile {
  let name: String
  let text: String
  let columns: LabelledText.Columns

  func texts() throws(TextError) -> [LabelledText] {
    guard let first = lines.first(where: { !isBlank($0) }) else { return [] }
    if first.hasPrefix("{") || first.hasPrefix("[{") || first == "[" {
      let each = first.hasPrefix("{") ? "" : ".[] | "
      throw TextError(
        "\(name) is JSON. Make a table of it: jq -r '\(each)[.label, .text] | @tsv' "
          + "\(shellWord(name)) > texts.tsv")
    }
    let names = first.lowercased()
    let isCSV =
      name.lowercased().hasSuffix(".csv") || !first.contains("\t") && hasNames(names)
    if isCSV { return try table(separator: Table.separator(of: first), quotes: true) }
    if first.contains("\t") { return try table(separator: "\t", quotes: false) }
    if columns != LabelledText.Columns() {
      throw TextError(
        "\(name) is no table: its first line has no tab, and its name does not end in .csv. Leave "
          + "--label-column and --text-column out")
    }
    let isMarked = first.split(whereSeparator: \.isWhitespace).contains { $0.hasPrefix(Self.mark) }
    return isMarked ? try marked() : try spaced()
  }

  private var lines: [Substring] {
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
  }

  private func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }

  // MARK: Lines

  private static let mark = "__label__"

  private func spaced() throws(TextError) -> [LabelledText] {
    try eachLine { line, _ in
      let label = line.prefix { !$0.isWhitespace }
      return (String(label), String(line.dropFirst(label.count).trimmed))
    }
  }

  /// fastText's format.
  private func marked() throws(TextError) -> [LabelledText] {
    try eachLine { line, place throws(TextError) in
      let words = line.split(whereSeparator: \.isWhitespace)
      let labels = words.filter { $0.hasPrefix(Self.mark) }
      if labels.count != 1 {
        throw TextError(
          "\(place): there \(labels.isEmpty ? "is no label" : "are \(labels.count) labels"), and each "
            + "text has one. "
            + (labels.isEmpty ? "Begin the line with \(Self.mark)" : "Leave one of them"))
      }
      let text = words.filter { !$0.hasPrefix(Self.mark) }.joined(separator: " ")
      return (String(labels[0].dropFirst(Self.mark.count)), text)
    }
  }

  private func eachLine(
    _ read: (Substring, _ place: String) throws(TextError) -> (label: String, text: String)
  ) throws(TextError) -> [LabelledText] {
    var result: [LabelledText] = []
    for (index, line) in lines.enumerated() where !isBlank(line) {
      let (label, text) = try read(line.trimmed, "\(name), line \(index + 1)")
      result.append(LabelledText(label: label, text: text, file: name, line: index + 1))
    }
    return result
  }

  // MARK: Tables

  private static let labelNames: Set = [
    "label", "labels", "class", "category", "target", "sentiment", "intent", "topic", "polarity",
  ]
  private static let textNames: Set = [
    "text", "sentence", "review", "question", "content", "comment", "tweet", "message", "utterance",
    "document", "headline",
  ]

  private func fields(_ header: String, _ separator: Character) -> [String] {
    header.split(separator: separator, omittingEmptySubsequences: false).map {
      String($0.drop { $0 == "\"" }.prefix { $0 != "\"" }.trimmed)
    }
  }

  /// Whether a line in small letters is a header whose names are known.
  private func hasNames(_ line: String) -> Bool {
    let names = fields(line, Table.separator(of: line))
    return names.contains(where: Self.labelNames.contains)
      && names.contains(where: Self.textNames.contains)
  }

  private func table(separator: Character, quotes: Bool) throws(TextError) -> [LabelledText] {
    var rows = try Table(text, separator: separator, quotes: quotes, file: name).rows[...]
    // A line for Excel.
    if rows.first?.fields.first?.hasPrefix("sep=") == true { rows.removeFirst() }
    guard let first = rows.first else { return [] }
    let numbers = (columns.label.flatMap { Int($0) }, columns.text.flatMap { Int($0) })
    let isNamed = quotes || hasNames(first.fields.joined(separator: "\t").lowercased())
    if case (let label?, let text?) = numbers {
      return try texts(rows, label: label - 1, text: text - 1, count: nil)
    }
    if !isNamed && columns == LabelledText.Columns() {
      return try rows.map { row throws(TextError) in
        if row.fields.count < 2 {
          throw TextError(
            "\(name), line \(row.line): there is no tab. Write the label, a tab and the text")
        }
        return try labelled(row, 0, row.fields.dropFirst().joined(separator: " "))
      }
    }
    let (label, text) = try places(in: first.fields.map { String($0[...].trimmed) })
    // Files that were joined repeat their header.
    return try texts(
      rows.filter { $0.fields != first.fields }[...], label: label, text: text,
      count: first.fields.count)
  }

  /// Where the label and the text stand.
  private func places(in header: [String]) throws(TextError) -> (label: Int, text: Int) {
    func place(_ wanted: String?, _ known: Set<String>, _ flag: String) throws(TextError) -> Int? {
      guard let wanted else { return header.firstIndex { known.contains($0.lowercased()) } }
      if let place = header.firstIndex(of: wanted) { return place }
      throw TextError(
        "\(name) has no column \(wanted); its header is: \(header.joined(separator: ", ")). "
          + "Name one of them with \(flag), or where there is no header give both as numbers")
    }
    var label = try place(columns.label, Self.labelNames, "--label-column")
    var text = try place(columns.text, Self.textNames, "--text-column")
    if header.count == 2 {
      // Of two, the other is the other.
      label = label ?? text.map { 1 - $0 }
      text = text ?? label.map { 1 - $0 }
    }
    if let label, let text, label != text { return (label, text) }
    throw TextError(
      "\(name) does not say which column is the label and which the text; its header is: "
        + "\(header.joined(separator: ", ")). Say it with --label-column and --text-column, by name, or "
        + "where there is no header by number")
  }

  private func texts(
    _ rows: ArraySlice<Table.Row>, label: Int, text: Int, count: Int?
  ) throws(TextError) -> [LabelledText] {
    try rows.map { row throws(TextError) in
      let found = row.fields.count
      if let count, found != count {
        throw TextError(
          "\(name), line \(row.line): there are \(found) columns, and the header has \(count). Put a text "
            + "that has separators in it in quotation marks")
      }
      if let wanted = [label, text].first(where: { !row.fields.indices.contains($0) }) {
        throw TextError(
          "\(name), line \(row.line): there is no column \(wanted + 1). Give --label-column and "
            + "--text-column other numbers, from 1 to \(found)")
      }
      return try labelled(row, label, row.fields[text])
    }
  }

  private func labelled(
    _ row: Table.Row, _ place: Int, _ text: String
  ) throws(TextError) -> LabelledText {
    let label = String(row.fields[place][...].trimmed)
    if label.isEmpty {
      throw TextError("\(name), line \(row.line): there is no label. Give it one, or leave it out")
    }
    return LabelledText(label: label, text: text, file: name, line: row.line)
  }
}

extension Substring {
  /// Without the white space at its ends.
  var trimmed: Substring {
    let start = drop(while: \.isWhitespace)
    return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? start.prefix(0)
  }
}
