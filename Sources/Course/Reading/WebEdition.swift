import Foundation

extension Course {
  /// Opens a page of the web edition, which is told where the reader stands.
  ///
  /// - Parameters:
  ///   - word: what the reader calls the page; nil for the chapter that the reader is at.
  ///   - opens: false where the browser is not to be started.
  /// - Returns: the page's path from the package's root, with `#` and an exercise's place.
  /// - Throws: `UserError` where the pages are not there.
  func openInBrowser(_ word: String?, opens: Bool) throws -> String {
    let (name, exercise) = try place(of: word)
    let path = "\(ReadersStanding.book)/\(name).html"
    guard folder.exists(path) else {
      throw UserError(
        "\(path) is not there; the pages are written by: swift run course dev book (it needs pandoc)"
      )
    }
    try folder.write(
      try ReadersStanding(of: self).script, to: "\(ReadersStanding.book)/\(ReadersStanding.name)")
    let anchor = exercise.map { "#exercise-\($0.chapter)-\($0.index)" } ?? ""
    if opens { startBrowser(at: folder.url(path).absoluteString + anchor) }
    return path + anchor
  }

  /// The file in chapters/, without its ending, and the exercise that a word names.
  private func place(of word: String?) throws -> (String, ExerciseNumber?) {
    if let word, wholeNumber(word) == nil, ExerciseNumber(word) == nil {
      return (try pageName(word), nil)
    }
    let named = try word.map { try selection($0) }
    return (try (named?.0 ?? chapterAtHand()).name, named?.1?.number)
  }
}

/// Opens an address with the system's own browser, where there is one, and does not wait for it.
package func startBrowser(at address: String) {
  #if os(macOS)
    let opener = "open"
  #else
    let opener = "xdg-open"
  #endif
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [opener, address]
  process.standardOutput = FileHandle.nullDevice
  process.standardError = FileHandle.nullDevice
  try? process.run()
}
