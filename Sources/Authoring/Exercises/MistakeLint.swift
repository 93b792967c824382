import Course

extension Lint {
  /// What is wrong with the mistakes of all exercises, and with how the suites speak of them.
  func mistakeProblems() throws -> [SourceProblem] {
    var problems: [SourceProblem] = []
    let all = try course.mistakes { problems.append($0) }
    if !problems.isEmpty { return problems }
    let mutants = try course.mutants()
    for chapter in course.chapters {
      let own = all.filter { $0.exercise.chapter == chapter.number }
      problems += own.compactMap { nameProblem($0, among: own) }
      problems += try suiteProblems(chapter, own)
      for mutant in mutants where mutant.exercise.chapter == chapter.number {
        do { _ = try mutant.applied(in: chapter) } catch { problems.append(error) }
      }
    }
    let known = course.chapters.flatMap { $0.exercises.map(\.number).map($0.mistakesPath) }
    problems += course.folder.files(below: KnownMistake.folder).filter { !known.contains($0) }
      .map { SourceProblem($0, nil, "belongs to no exercise") }
    return problems + course.exercises.compactMap { tooFewProblem($0, mutants) }
  }

  /// One mistake of a chapter has the name, and it has a sentence.
  private func nameProblem(_ mistake: KnownMistake, among own: [KnownMistake]) -> SourceProblem? {
    let others = own.filter {
      $0.name == mistake.name && $0 != mistake
        && ($0.sentence != nil || $0.exercise == mistake.exercise)
    }
    if mistake.text.isEmpty == !others.isEmpty { return nil }
    let problem = others.first.map { "is a name in \($0.path), too: choose another" }
    return SourceProblem(
      mistake.path, mistake.line, "\(mistake.name) \(problem ?? "needs a sentence")")
  }

  /// The suite names each mistake, and leaves its sentence to the file under Tests/Mutants.
  private func suiteProblems(_ chapter: Chapter, _ own: [KnownMistake]) throws -> [SourceProblem] {
    var problems: [SourceProblem] = []
    var names: Set<Substring> = []
    for path in course.folder.swiftFiles(below: "Tests/\(chapter.suite)")
    where path != chapter.releasedMistakesPath {
      let text = try course.folder.text(path) ?? ""
      names.formUnion(text.split(separator: ".").map { $0.prefix { $0.isLetter || $0.isNumber } })
      let texts = Set(text.replacing(/"\s*\+\s*"/, with: "").split(separator: "\""))
      problems += own.filter { texts.contains(Substring($0.text)) }.map {
        SourceProblem(path, nil, "has the sentence of a mistake; write .\($0.name)")
      }
      if text.contains(/\bMistake\(/) {
        problems.append(SourceProblem(path, nil, "write mistakes into \(KnownMistake.folder)"))
      }
    }
    return problems
      + own.filter { $0.sentence != nil && !names.contains(Substring($0.name)) }.map {
        SourceProblem($0.path, $0.line, "no test in Tests/\(chapter.suite) says .\($0.name)")
      }
  }

  /// Three wrong versions for each exercise at least, and six where it goes backward.
  private func tooFewProblem(_ exercise: Exercise, _ mutants: [Mutant]) -> SourceProblem? {
    let count = mutants.count { $0.exercise == exercise.number }
    let words = exercise.solution.marker.subject.lowercased().split { !$0.isLetter }
    let goesBackward = words.contains { ["gradient", "gradients", "back"].contains($0) }
    if count >= (goesBackward ? 6 : 3) { return nil }
    return exercise.problem(
      "exercise \(exercise.number) has \(counted(count, "mutant")) in \(KnownMistake.folder), needs "
        + (goesBackward ? "six" : "three"))
  }
}
