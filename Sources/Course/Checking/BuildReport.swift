extension CheckReport {
  /// What the compiler says: the errors in the file that was asked for, before those in the
  /// reader's other files, before those in others; and no more than can be read at once.
  ///
  /// - Parameter exercise: what was asked for, where it is not the whole chapter.
  package func show(_ failure: BuildFailure, _ chapter: Chapter, _ exercise: Exercise?) throws {
    let own = failure.errors.filter { $0.file.hasPrefix("exercises/") }
    let asked = own.filter { $0.file == exercise?.path }
    let shown = own.isEmpty ? failure.errors : asked + own.filter { $0.file != exercise?.path }
    if shown.isEmpty { return showUnplaced(failure) }
    for error in shown.prefix(3) { show(error) }
    if shown.count > 3 { terminal.print("and \(counted(shown.count - 3, "more error")).\n") }
    if own.isEmpty && shown.contains(where: { $0.file.hasPrefix("Tests/") }) {
      terminal.printWrapped(
        "The suite cannot call your code: has the name or type of a declaration changed?")
      terminal.print()
    }
    if let error = own.first, let sentence = try missingName(error, chapter) {
      terminal.printWrapped(sentence)
      terminal.print()
    } else if let error = own.first, exercise != nil, asked.isEmpty {
      terminal.printWrapped(stops(error.file))
      terminal.print()
    }
    let again = exercise.map { "\($0.number)" } ?? "\(chapter.number)"
    terminal.print("Next: correct this, then")
    terminal.print(command("check \(again)"))
  }

  /// A failure that names no place: no mistake of the reader's is known.
  private func showUnplaced(_ failure: BuildFailure) {
    for line in failure.tail { terminal.printWrapped(line, hanging: 4) }
    terminal.printWrapped(
      "The build failed without naming a place in your code. Check again; if this stays, remove "
        + "the folder \(SuiteBuild.checks), which holds only what checks have built.")
  }

  private func show(_ error: Diagnostic) {
    terminal.printWrapped(error.lines[0], hanging: 4, .red)
    for line in DiagnosticExcerpt(error.excerpt.map(PlainText.visible)).shown(upTo: terminal.width)
    {
      terminal.print(line)
    }
    terminal.print()
  }

  /// That an error in this file stops a check of another exercise.
  private func stops(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    let held = course.exercises.filter { $0.path == path }.map { "\($0.number)" }
    if held.isEmpty { return "An error in \(name) stops the whole chapter." }
    let noun = held.count == 1 ? "exercise" : "exercises"
    return "\(name) holds \(noun) \(listed(held)); its error stops the whole chapter."
  }

  /// Where the compiler misses a name that another file of the chapter declared when it was handed
  /// out and no longer does: the sentence that says so.
  private func missingName(_ error: Diagnostic, _ chapter: Chapter) throws -> String? {
    let words = error.message.split(separator: "'")
    guard error.message.hasPrefix("cannot find "), words.count > 1 else { return nil }
    let name = String(words[1])
    for (path, text) in course.releasedFiles() where path.hasPrefix("exercises/\(chapter.name)/") {
      if declares(name, text), try !declares(name, course.folder.text(path) ?? "") {
        return "\(path) declared \(name) when it was handed out. Has its name changed?"
      }
    }
    return nil
  }

  private func declares(_ name: String, _ text: String) -> Bool {
    let keywords = ["func", "struct", "enum", "class", "let", "var", "typealias"]
    return SwiftScanner(text).codeLines.contains { line in
      let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
      return zip(words, words.dropFirst()).contains { keywords.contains($0) && $1 == name }
    }
  }
}
