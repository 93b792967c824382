import Course

/// A picture of the book, drawn by code and kept as chapters/figures/NAME.svg.
struct Figure: Equatable, Sendable {
  /// The chapter's number and a name: `03-decay`.
  let name: String
  let svg: String

  init(name: String, svg: String) {
    self.name = name
    self.svg = svg
  }
}

/// Every figure of the book and of the README.
enum Figures {
  /// The figures in the order of their chapters. Drawing is deterministic: the same code gives
  /// the same text.
  static func all(of course: Course) throws -> [Figure] {
    let chapters: [[Figure]] = [
      Chapter00Figures.all(),
      Chapter01Figures.all(),
      Chapter02Figures.all(),
      Chapter03Figures.all(),
      Chapter04Figures.all(),
      try Chapter05Figures.all(in: course.folder),
      Chapter06Figures.all(),
      Chapter07Figures.all(),
      try AddingProblemFigures.all(in: course.folder),
      try Chapter08Figures.all(in: course.folder),
      try GrowthFigures.all(in: course.folder),
      try DashboardFigures.all(of: course),
    ]
    return chapters.flatMap(\.self)
  }
}
