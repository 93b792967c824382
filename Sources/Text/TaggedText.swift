/// A sentence with a tag for each of its tokens, and where it was found.
public struct TaggedSentence: Equatable, Sendable {
  /// Words, marks, and what else a line begins with.
  public let tokens: [String]
  /// `O`, `B-CLASS` or `I-CLASS` for each token, or none at all where the file has none.
  public let tags: [String]
  /// As its user named it.
  public let file: String
  /// Of its first token, counted from 1.
  public let line: Int

  init(tokens: [String], tags: [String], file: String, line: Int) {
    (self.tokens, self.tags, self.file, self.line) = (tokens, tags, file, line)
  }

  /// A sentence without tags, which no file holds.
  public init(tokens: [String]) { self.init(tokens: tokens, tags: [], file: "", line: 1) }

  /// Where it stands, for messages: `train.conll, line 7`.
  public var place: String { "\(file), line \(line)" }

  /// The sentence in parts of at most so many tokens. An entity that is cut begins anew.
  public func parts(of length: Int) -> [TaggedSentence] {
    stride(from: 0, to: tokens.count, by: length).map { start in
      let range = start..<min(tokens.count, start + length)
      var tags = tags.isEmpty ? [] : Array(tags[range])
      if let first = tags.first, first.hasPrefix("I-") { tags[0] = "B-" + first.dropFirst(2) }
      return TaggedSentence(
        tokens: Array(tokens[range]), tags: tags, file: file, line: line + start)
    }
  }
}

/// Sentences as CoNLL files have them: a token and its tag in each line, a blank line after each
/// sentence.
///
/// A line is parted by tabs, or where it has none by spaces; its first part is the token and its last the
/// tag. A line of nothing but spaces and tabs is blank. What CoNLL-2003 puts between its articles,
/// `-DOCSTART-`, is left out. `I-` that does not go on with an entity of its class begins one, as the
/// program `conlleval` reads it, and becomes `B-`.
///
/// - Note: Tjong Kim Sang and De Meulder (2003), "Introduction to the CoNLL-2003 Shared Task".
public struct TaggedText: Equatable, Sendable {
  /// In their order; each has a token.
  public private(set) var sentences: [TaggedSentence] = []
  /// How many tags `I-` became `B-`.
  public private(set) var repairs = 0
  /// Where the first of them stands, for messages; nil where there is none.
  public private(set) var firstRepair: String?

  /// Reads files.
  ///
  /// - Parameters:
  ///   - files: their names; `-` for what comes in.
  ///   - encoding: of all of them; nil for UTF-8.
  ///   - hasTags: whether each token must have a tag. Otherwise nothing but tokens is read; lines of
  ///     several words, now more and now fewer, are refused: they are sentences.
  /// - Throws: `TextError` for a file that cannot be read, or the first line in it that is wrong.
  public init(
    files: [String], encoding: TextEncoding? = nil, hasTags: Bool = true
  ) throws(TextError) {
    for file in files {
      let count = sentences.count
      let text: String
      do { text = try Corpus.read(file, encoding: encoding, flag: "--encoding") } catch {
        throw error as? TextError ?? TextError("\(error)")
      }
      try read(text, of: file, hasTags)
      if sentences.count == count {
        throw TextError(
          "\(file) has no sentences. Give a token\(hasTags ? " and its tag" : "") in each line, and a "
            + "blank line after each sentence")
      }
    }
  }

  private mutating func read(
    _ text: String, of file: String, _ hasTags: Bool
  ) throws(TextError) {
    var (tokens, tags, start) = ([String](), [String](), 1)
    // How many columns there are, and in which line that was seen.
    var shape: (columns: Int, line: Int)?
    func finish() {
      if let first = tokens.first, first != "-DOCSTART-" {
        sentences.append(TaggedSentence(tokens: tokens, tags: tags, file: file, line: start))
      }
      (tokens, tags) = ([], [])
    }
    for (index, line) in textLines(of: text).enumerated() {
      if line.allSatisfy(\.isWhitespace) {
        finish()
        continue
      }
      if tokens.isEmpty { start = index + 1 }
      let place = "\(file), line \(index + 1)"
      let parts = Self.parts(line)
      if parts[0].isEmpty { throw TextError("\(place): there is a tag, but no token before it") }
      if hasTags {
        if let problem = Self.problem(with: parts, shape, file) {
          throw TextError("\(place): \(problem)")
        }
        if shape == nil { shape = (parts.count, index + 1) }
        tags.append(repaired(String(parts[parts.count - 1]), after: tags.last, at: place))
      } else if !line.contains("\t"), parts[0] != "-DOCSTART-" {
        // Of sentences in lines, only the first words would be read.
        if let shape, shape.columns != parts.count, min(shape.columns, parts.count) > 1 {
          throw TextError(
            "\(place): there are \(parts.count) columns, and line \(shape.line) has \(shape.columns). If "
              + "each line is a sentence, say so: --lines")
        }
        shape = shape ?? (parts.count, index + 1)
      }
      tokens.append(String(parts[0]))
    }
    finish()
  }

  private static func parts(_ line: Substring) -> [Substring] {
    if !line.contains("\t") { return line.split(whereSeparator: \.isWhitespace) }
    var parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(\.trimmed)
    while parts.count > 1, parts.last == "" { parts.removeLast() }
    return parts
  }

  /// What is wrong with a line, or nil.
  private static func problem(
    with parts: [Substring], _ shape: (columns: Int, line: Int)?, _ file: String
  ) -> String? {
    if parts.count == 1 {
      return
        "the token \(parts[0].prefix(40)) has no tag. Write one after a tab: O, B-CLASS or I-CLASS"
    }
    if let shape, shape.columns != parts.count {
      return
        "there are \(parts.count) columns, and line \(shape.line) has \(shape.columns). Give each line as "
        + "many, the token first and the tag last"
    }
    let tag = parts[parts.count - 1]
    if tag == "O" || tag.count > 2 && (tag.hasPrefix("B-") || tag.hasPrefix("I-")) { return nil }
    let words = "the tag \(tag.prefix(40)) is not O, B-CLASS or I-CLASS"
    guard tag.count > 2, tag.dropFirst().first == "-", "SUEL".contains(tag.prefix(1)) else {
      return words + ". Correct it, or leave the sentence out"
    }
    return words
      + ". Make BIO of it: sed -E 's/[SU](-[^[:space:]]+)$/B\\1/; s/[EL](-[^[:space:]]+)$/I\\1/' "
      + "\(shellWord(file)) > bio.conll"
  }

  /// The tag, or where it would go on with nothing the one that begins.
  private mutating func repaired(
    _ tag: String, after last: String?, at place: String
  ) -> String {
    guard tag.hasPrefix("I-"), last?.dropFirst(2) != tag.dropFirst(2) else { return tag }
    repairs += 1
    firstRepair = firstRepair ?? place
    return "B-" + tag.dropFirst(2)
  }
}

/// The lines of a file, whatever ends them in its system.
func textLines(of text: String) -> [Substring] {
  text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
}

/// A stretch of tokens that is the name of something.
public struct EntitySpan: Hashable, Sendable {
  /// What the tags say after `B-`.
  public let label: String
  /// The tokens' places.
  public let range: Range<Int>

  /// The entities of a sentence's tags, as the program `conlleval` finds them: `B-` begins one, and so
  /// does `I-` where none of its class goes on.
  public static func spans(of tags: [String]) -> [EntitySpan] {
    var result: [EntitySpan] = []
    var start = 0
    for (index, tag) in tags.enumerated() where tag != "O" {
      let label = tag.dropFirst(2)
      let goesOn = tag.hasPrefix("I-") && index > 0 && tags[index - 1].dropFirst(2) == label
      if !goesOn { start = index }
      let isLast = index + 1 == tags.count || tags[index + 1] != "I-" + label
      if isLast { result.append(EntitySpan(label: String(label), range: start..<index + 1)) }
    }
    return result
  }
}
