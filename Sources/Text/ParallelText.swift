/// A sentence and its translation, and where they were found.
public struct SentencePair: Equatable, Sendable {
  /// What is translated.
  public let source: String
  /// What it becomes.
  public let target: String
  /// As its user named it: the file, or that of the source.
  public let file: String
  /// Counted from 1.
  public let line: Int

  /// Where it stands, for messages: `train.en, line 7`.
  public var place: String { "\(file), line \(line)" }

  /// Reads pairs of sentences.
  ///
  /// - Parameters:
  ///   - files: one file, a pair in each line with a tab between the two, or two files, of which line n
  ///     of one belongs to line n of the other. `-` is what comes in.
  ///   - encoding: of both; nil for UTF-8.
  /// - Throws: `TextError` for a file that cannot be read, files that do not belong to each other, or the
  ///   first line that is wrong.
  public static func read(
    _ files: [String], encoding: TextEncoding? = nil
  ) throws -> [SentencePair] {
    func lines(_ file: String) throws -> [Substring] {
      var lines = textLines(of: try Corpus.read(file, encoding: encoding, flag: "--encoding"))
      if lines.last == "" { lines.removeLast() }
      if lines.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) {
        throw TextError("\(file) has no sentences. Give one in each line")
      }
      return lines
    }
    switch files.count {
    case 1: return try columns(try lines(files[0]), of: files[0])
    case 2:
      let (sources, targets) = (try lines(files[0]), try lines(files[1]))
      if sources.count != targets.count {
        throw TextError(
          "\(files[0]) has \(grouped(sources.count)) lines and \(files[1]) has "
            + "\(grouped(targets.count)). Line n of one must be the translation of line n of the other"
        )
      }
      return zip(sources, targets).enumerated().map { index, pair in
        SentencePair(
          source: String(pair.0), target: String(pair.1), file: files[0], line: index + 1)
      }
    default:
      throw TextError(
        "got \(files.count) files. Name two, the second with the translations of the first, or one of "
          + "two columns")
    }
  }

  /// The pairs of a file with two columns or more, of which the first two are read. A blank line is
  /// passed over.
  private static func columns(
    _ lines: [Substring], of file: String
  ) throws(TextError) -> [SentencePair] {
    var result: [SentencePair] = []
    var shape: (columns: Int, line: Int)?
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      if parts.count < 2 {
        throw TextError(
          "\(file), line \(index + 1): there is no tab. Write a sentence, a tab and its translation, or "
            + "name a second file")
      }
      if let shape, shape.columns != parts.count {
        throw TextError(
          "\(file), line \(index + 1): there are \(parts.count) columns, and line \(shape.line) has "
            + "\(shape.columns). Leave tabs out of sentences")
      }
      shape = shape ?? (parts.count, index + 1)
      result.append(
        SentencePair(
          source: String(parts[0]), target: String(parts[1]), file: file, line: index + 1))
    }
    return result
  }
}
