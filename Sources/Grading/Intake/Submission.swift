import Course
import Foundation

/// What somebody handed in, as far as it counts: the files of the chapters' folders.
struct Submission: Equatable, Sendable {
  var name: String
  /// Where it was found.
  var place = URL(fileURLWithPath: "/")
  /// Their texts by their paths from the package's root, `exercises/02-the-vanilla-rnn/….swift`.
  var files: [String: String] = [:]
  /// Files that are there and cannot be judged, and why.
  var problems: [String: SourceRefusal] = [:]
  var notes: [String] = []
  /// Why nothing of it can be graded.
  var refusal: String?

  /// Larger files are not read: the longest that was handed out has 5 kB.
  static let sizeLimit = 256 << 10

  /// Takes a file, or says why not.
  mutating func take(_ path: String, at url: URL) {
    if fileType(of: url) == .typeRegular {
      take(path, plainContents(of: url, upTo: Self.sizeLimit))
    } else {
      refuse(path, "this is a link or no plain file; it was not read.")
    }
  }

  mutating func take(_ path: String, _ data: Data?) {
    guard let data, data.count <= Self.sizeLimit else {
      return refuse(path, "this file cannot be read or is larger than \(Self.sizeLimit >> 10) kB.")
    }
    // A NUL is UTF-8 and no text.
    if let line = lineThatIsNoText(data) {
      return refuse(path, "this line is not UTF-8; save the file as UTF-8.", line: line)
    }
    files[path] = String(decoding: data, as: UTF8.self)
  }

  mutating func refuse(_ path: String, _ reason: String, line: Int = 1) {
    problems[path] = SourceRefusal(line: line, reason: reason)
    notes.append("\(path):\(line): \(reason)")
  }

  mutating func noteIgnored(_ others: [String], _ reason: String) {
    guard let first = others.first else { return }
    let more = others.count > 1 ? " and \(counted(others.count - 1, "other file"))" : ""
    notes.append("\(first)\(more) ignored: \(reason)")
  }
}

extension [Submission] {
  /// The same with names that tell apart what would look the same: with an archive's ending, else
  /// with the folder around it, else with a number.
  var distinct: [Submission] {
    let longer: [(Submission, Int) -> String] = [
      { one, _ in one.place.lastPathComponent },
      { one, _ in one.place.pathComponents.suffix(2).joined(separator: "/") },
      { one, number in "\(one.name) \(number + 1)" },
    ]
    return longer.reduce(self) { all, name in
      var named = all
      let groups = Dictionary(grouping: all.indices) { PlainText.line(all[$0].name) }
      for group in groups.values where group.count > 1 {
        for (number, index) in group.enumerated() { named[index].name = name(all[index], number) }
      }
      return named
    }
  }
}

/// A file's bytes, without following a link or waiting for a pipe; nil where it is too large or
/// cannot be read.
func plainContents(of url: URL, upTo limit: Int) -> Data? {
  let descriptor = open(url.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  var status = stat()
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
    status.st_size <= limit
  else { return nil }
  return try? handle.read(upToCount: limit + 1) ?? Data()
}
