import Course

/// A file of exercises/ as it was handed out: what of it must stay, and where the exercises are.
struct GivenCode: Sendable {
  let path: String
  let text: String
  let tokens: [SwiftToken]
  /// Whether it stands for a file that was not handed out, and of which nothing must stay.
  let isHelper: Bool
  private let entries: [Entry]

  var imports: [String] {
    entries.map(\.declaration).filter { $0.keyword == "import" }.map(\.name)
  }

  /// The exercises in it.
  var exercises: [ExerciseNumber] { entries.compactMap(\.exercise) }

  /// A declaration by what it is inside of and how it begins; formatting does not count.
  private struct Place: Hashable {
    /// The signature of the type or extension around it; empty at the top.
    let container: String
    let signature: String
  }

  /// A declaration that is no container, or a container's own header.
  private struct Entry {
    let place: Place
    let declaration: Declaration
    /// The one that it holds.
    let exercise: ExerciseNumber?
  }

  init(path: String, text: String, isHelper: Bool = false) throws(SourceRefusal) {
    let tokens = try SwiftLexer(text).tokens
    let markers = text.lines.enumerated().compactMap { index, line in
      ExerciseMarker(line: line).map { (number: $0.number, line: index + 1) }
    }
    self.path = path
    self.text = text
    self.isHelper = isHelper
    self.tokens = tokens
    entries = Self.flat(try DeclarationReader.declarations(in: tokens)).map {
      place, declaration in
      let lines = (declaration.header.last?.line ?? 0)...(declaration.closing?.line ?? Int.max)
      let isFunction = declaration.body != nil && declaration.members == nil
      let marker = isFunction ? markers.first { lines.contains($0.line) } : nil
      return Entry(place: place, declaration: declaration, exercise: marker?.number)
    }
  }

  private static func flat(
    _ declarations: [Declaration], in container: String = ""
  ) -> [(Place, Declaration)] {
    declarations.flatMap { declaration -> [(Place, Declaration)] in
      let place = Place(container: container, signature: declaration.signature)
      guard let members = declaration.members else { return [(place, declaration)] }
      let inner = container.isEmpty ? place.signature : "\(container) { \(place.signature)"
      return [(place, declaration)] + flat(members, in: inner)
    }
  }

  // MARK: Comparing

  /// Whether a text differs in nothing but formatting and comments.
  func isSame(as text: String) -> Bool {
    text == self.text || (try? SwiftLexer(text).tokens.map(\.text)) == tokens.map(\.text)
  }

  /// A submission's version of the file, fit to be compiled.
  struct Accepted: Equatable, Codable, Sendable {
    var text: String
    /// Functions that were given and had been changed, and were put back.
    var restored: [String] = []
    /// Where each exercise's function begins, counted from 1.
    var lines: [ExerciseNumber: Int] = [:]
  }

  /// Holds a submission's version against this one.
  ///
  /// What was given stays as it was: the suite was compiled with it. A given function whose body
  /// was changed is put back; any other change is refused, as is a new declaration that reaches
  /// beyond the student's own code.
  ///
  /// - Parameter location: where it will be compiled; the compiler's messages name it.
  func accept(_ text: String, at location: String) throws(SourceRefusal) -> Accepted {
    let tokens = try SwiftLexer(text).tokens
    try SourceScreen(stub: self.tokens).check(tokens)
    let theirs = Self.flat(try DeclarationReader.declarations(in: tokens))
    // Each is found by what it stands in.
    if let long = theirs.first(where: { $0.0.container.utf8.count > 4000 })?.1 {
      throw SourceRefusal(line: long.line, reason: "the types around this have too long names.")
    }
    var left = Dictionary(grouping: theirs, by: \.0).mapValues { $0[...] }
    var known: Set<Int> = []
    var kept: [(entry: Entry, theirs: Declaration)] = []
    var missing: [Entry] = []
    for entry in entries {
      if let found = left[entry.place]?.popFirst() {
        known.insert(found.1.start)
        kept.append((entry, found.1))
      } else if entry.declaration.keyword != "import" {
        missing.append(entry)
      }
    }
    let given = Set(entries.map(\.place))
    let containers = Set(given.map(\.container))
    for (place, declaration) in theirs where !known.contains(declaration.start) {
      // A file may import a module twice.
      if declaration.keyword == "import", given.contains(place) { continue }
      if let reason = declaration.refusal(addedTo: place.container, given: containers) {
        throw SourceRefusal(line: declaration.line, reason: reason)
      }
    }
    if let entry = missing.first { throw refusal(of: entry, theirs) }
    try checkOrder(kept)
    return restore(kept, in: text, at: location)
  }

  private func refusal(of entry: Entry, _ theirs: [(Place, Declaration)]) -> SourceRefusal {
    let title = entry.declaration.title
    let near = theirs.first { $0.1.title == title }?.1
    let what = near == nil ? "is missing" : "is declared differently"
    return SourceRefusal(
      line: near?.line ?? 1,
      reason: "\(title) \(what); the suite needs it as it was handed out: "
        + "\(entry.place.signature).")
  }

  /// The order in which a type's values stand decides where they lie in memory.
  private func checkOrder(_ kept: [(entry: Entry, theirs: Declaration)]) throws(SourceRefusal) {
    var last: [String: Int] = [:]
    for (entry, theirs) in kept where ["let", "var", "case"].contains(entry.declaration.keyword) {
      let container = entry.place.container
      let start = theirs.start
      if container.isEmpty { continue }
      if start < last[container] ?? 0 {
        throw SourceRefusal(
          line: theirs.line,
          reason: "\(theirs.title) must stand where it stood when the file was handed out.")
      }
      last[container] = start
    }
  }

  // MARK: Restoring

  private func restore(
    _ kept: [(entry: Entry, theirs: Declaration)], in text: String, at location: String
  ) -> Accepted {
    var accepted = Accepted(text: text)
    var edits: [(range: Range<Int>, text: String)] = []
    let own = Array(self.text.unicodeScalars)
    for (entry, theirs) in kept {
      if let number = entry.exercise {
        accepted.lines[number] = theirs.line
      } else if theirs.members == nil, let body = entry.declaration.body,
        body.map(\.text) != theirs.body?.map(\.text) ?? [],
        let closing = entry.declaration.closing, let end = theirs.closing,
        let open = entry.declaration.header.last?.range.upperBound,
        let start = theirs.header.last?.range.upperBound
      {
        accepted.restored.append(theirs.title)
        let given = String(String.UnicodeScalarView(own[open..<closing.range.upperBound]))
        // The lines after it keep their numbers in what the compiler says.
        let mark = "\n#sourceLocation(file: \"\(location)\", line: \(end.line))\n"
        edits.append((start..<end.range.upperBound, given + mark))
      }
    }
    var scalars = Array(text.unicodeScalars)
    for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      scalars.replaceSubrange(edit.range, with: edit.text.unicodeScalars)
    }
    accepted.text = String(String.UnicodeScalarView(scalars))
    return accepted
  }
}
