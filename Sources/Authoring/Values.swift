import Course

extension PageValues {
  /// The lists, a chapter's under its two digits.
  static let all: [String: @Sendable (Course) throws -> List] = [
    "00": { _ in Chapter00Values.all() },
    "01": { _ in Chapter01Values.all() },
    "02": { _ in Chapter02Values.all() },
    "03": { _ in Chapter03Values.all() },
    "04": { _ in Chapter04Values.all() },
    "05": { try Chapter05Values.all(in: $0.folder) },
    "06": { try Chapter06Values.all(in: $0.folder) },
    "07": { try Chapter07Values.all(in: $0.folder) },
    "08": { try Chapter08Values.all(in: $0.folder) },
    "going-fast": { try GoingFastValues.all(in: $0.folder) },
    "course": { try CourseValues.all(of: $0) },
  ]
}

/// What the course has, counted.
enum CourseValues {
  static func all(of course: Course) throws -> PageValues.List {
    func total(_ chapters: ClosedRange<Int>) -> [Int] {
      let exercises = course.exercises.filter { chapters.contains($0.number.chapter) }
      return [exercises.count, exercises.reduce(0) { $0 + $1.points }]
    }
    var values: PageValues.List = [
      "exercises": course.exercises.count, "points": course.exercises.reduce(0) { $0 + $1.points },
      "chapters-0-1": total(0...1), "hundreds-of-mistakes": try course.mutants().count / 100 * 100,
      "hostile": course.folder.names(in: "Tests/Submissions/hostile").count,
    ]
    for chapter in course.chapters.map(\.number) where chapter > 1 {
      values["chapter-\(chapter)"] = total(chapter...chapter)
    }
    return values
  }
}
