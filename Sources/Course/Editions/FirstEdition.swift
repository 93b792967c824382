import Text

/// What became of the first edition's exercises: the table in `path`, a line for each.
struct FirstEdition: Equatable, Sendable {
  struct Row: Equatable, Sendable {
    let old: ExerciseNumber
    /// Its number now; nil where there is no such exercise any more.
    let new: ExerciseNumber?
    let fate: Fate
  }

  enum Fate: String, Sendable {
    /// A solution of the first edition still solves it, under the same number or another.
    case same, moved
    /// Its lines are part of another exercise now.
    case merged
    /// Another exercise has its number.
    case replaced
    case gone
  }

  static let path = "chapters/editions/first.tsv"

  let rows: [Row]

  /// The rows of a checkout; none where it has no table.
  ///
  /// - Throws: `UserError` for a line that is no row.
  init(in folder: PackageFolder) throws {
    rows = try (try folder.text(Self.path) ?? "").lines.enumerated().compactMap { index, line in
      if line.isEmpty || line.hasPrefix("#") { return nil }
      guard let row = Row(line: line) else {
        throw UserError("\(Self.path), line \(index + 1): write old number, number now or -, why")
      }
      return row
    }
  }

  /// Those whose solutions solve an exercise of this edition.
  var carried: [(old: ExerciseNumber, new: ExerciseNumber)] {
    rows.compactMap { row in
      guard let new = row.new, [.same, .moved].contains(row.fate) else { return nil }
      return (row.old, new)
    }
  }

  /// The exercise of the first edition whose solutions solve one of this; nil for none.
  func old(of new: ExerciseNumber) -> ExerciseNumber? { carried.first { $0.new == new }?.old }
}

extension FirstEdition.Row {
  /// Reads `8.7⇥9.1⇥moved`; nil for anything else.
  init?(line: String) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard fields.count == 3, let old = ExerciseNumber(fields[0]),
      let fate = FirstEdition.Fate(rawValue: String(fields[2]))
    else { return nil }
    let new = ExerciseNumber(fields[1])
    guard new != nil || fields[1] == "-" else { return nil }
    self.init(old: old, new: new, fate: fate)
  }
}
