import Foundation

/// A text to learn from, read from one file or joined from several.
public struct Corpus: Equatable, Sendable {
  /// All of it.
  public let text: String

  /// A text that is in memory already.
  public init(_ text: String) {
    self.text = text
  }

  /// Reads UTF-8 files and joins them in the order given. A file that does not end its last line
  /// gets a line end before the next file begins; a byte order mark is left out.
  ///
  /// - Throws: `TextError` for a file that is missing, a directory, unreadable or not UTF-8, and
  ///   for files that are all empty.
  public init(files: [String]) throws {
    var text = ""
    for file in files {
      if let last = text.last, !last.isNewline { text += "\n" }
      text += try Self.read(file)
    }
    if text.isEmpty {
      throw TextError(
        files.count == 1
          ? "\(files[0]) is empty. Give a text of at least a few thousand characters."
          : "\(files.isEmpty ? "no files were given" : "these files are all empty")."
            + " Give a text of at least a few thousand characters.")
    }
    self.text = text
  }

  /// A number that two different texts almost never share; see ``Fingerprint``.
  public var fingerprint: UInt64 { Fingerprint(text).value }

  // MARK: Files

  /// The text of one file, which may be empty.
  ///
  /// - Parameters:
  ///   - encoding: nil for UTF-8.
  ///   - flag: what the user can say the encoding with, for messages; nil where that is nothing.
  package static func read(
    _ file: String, encoding: TextEncoding? = nil, flag: String? = nil
  ) throws -> String {
    let bytes = try readBytes(file)
    let encoding = encoding ?? .utf8
    if encoding == .utf8, let advice = EncodingAdvice(bytes) {
      let command =
        isStream(file) ? advice.command : advice.command(on: file, to: newName(for: file))
      var problem = advice.problem
      if let flag, let encoding = advice.encoding, problem.hasSuffix("Convert it") {
        problem = problem.dropLast(10) + "Read it with \(flag) \(encoding.rawValue), or convert it"
      }
      throw TextError("\(file) \(problem): \(command)")
    }
    guard let text = encoding.text(of: bytes) else {
      throw TextError(
        "\(file) is not \(encoding.rawValue) throughout. Find out what it is: file -i \(shellWord(file))"
      )
    }
    return text
  }

  /// Whether a path leads to a folder.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Reads a file, a pipe, or with `-` what comes in; none of a device, which may have no end.
  private static func readBytes(_ file: String) throws -> [UInt8] {
    let isInput = file == "-" || file == "/dev/stdin"
    var status = stat()
    if (isInput ? fstat(0, &status) : stat(file, &status)) != 0 {
      throw TextError(
        errno == ENOENT
          ? "there is no file \(file). Check its name and the working directory."
          : "\(file) cannot be read: \(String(cString: strerror(errno))). Check its path.")
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      throw TextError("\(file) is a directory. Name the files in it: \(pattern(in: file))")
    case S_IFREG, S_IFIFO: break
    case S_IFSOCK where isInput: break
    case S_IFCHR where isInput && isatty(0) == 1: break
    default: throw TextError("\(file) is a device, not a text. Name a file or a pipe.")
    }
    let source = isInput ? dup(0) : open(file, O_RDONLY | O_CLOEXEC)
    if source < 0 { throw unreadable(file, errno) }
    defer { close(source) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(source, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += buffer.prefix(count)
      } else if errno != EINTR {
        throw unreadable(file, errno)
      }
    }
  }

  private static func unreadable(_ file: String, _ code: Int32) -> TextError {
    TextError(
      "\(file) cannot be read"
        + (code == EACCES
          ? ". Allow it: chmod +r \(shellWord(file))" : ": \(String(cString: strerror(code)))."))
  }

  private static func pattern(in directory: String) -> String {
    shellWord(directory) + (directory.hasSuffix("/") ? "*.txt" : "/*.txt")
  }

  /// Whether a name is that of what comes in, or of a pipe that a shell has made: it cannot be read
  /// twice.
  package static func isStream(_ file: String) -> Bool { file == "-" || file.hasPrefix("/dev/") }

  /// The first free name beside a file: `poems-utf8.txt`.
  private static func newName(for file: String) -> String {
    let url = URL(fileURLWithPath: file)
    let slash = file.lastIndex(of: "/").map { file.index(after: $0) } ?? file.startIndex
    let stem = file[..<slash] + url.deletingPathExtension().lastPathComponent
    let kind = url.pathExtension.isEmpty ? "" : "." + url.pathExtension
    let names = sequence(first: 1) { $0 + 1 }.lazy
      .map { "\(stem)-utf8\($0 == 1 ? "" : "-\($0)")\(kind)" }
    return names.first { !FileManager.default.fileExists(atPath: $0) } ?? "\(stem)-utf8\(kind)"
  }
}

/// A whole number with a comma between each three digits: 10,482.
public func grouped(_ number: Int) -> String {
  var digits = String(number.magnitude)
  var groups: [Substring] = []
  while digits.count > 3 {
    groups.insert(digits.suffix(3), at: 0)
    digits.removeLast(3)
  }
  groups.insert(Substring(digits), at: 0)
  return (number < 0 ? "-" : "") + groups.joined(separator: ",")
}
