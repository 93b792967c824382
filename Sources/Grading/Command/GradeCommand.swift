import Course
import Foundation

extension Command {
  package static let grade = Command(
    name: "grade",
    summary: "grades what others wrote",
    usage: "course grade SUBMISSION… [--chapters 1-5 | --part 1] [--without-long] …",
    example: "swift run course grade submissions --chapters 1-3",
    flags: [
      Flag(name: "--chapters", placeholder: "1-5", help: "the chapters that count; else all"),
      Flag(name: "--part", placeholder: "N", help: "the part of the book that counts"),
      Flag(name: "--without-long", help: "leaves out the exercises that train"),
      Flag(
        name: "--first-edition",
        help: "takes work of the first edition, and counts what both editions ask"),
      Flag(name: "--format", placeholder: "FORMAT", help: formats.joined(separator: ", ")),
      Flag(name: "--output", placeholder: "FILE", help: "writes the grades there"),
      Flag(
        name: "--seed", placeholder: "N",
        help: "begins the random trials with N; else each run draws one"),
      Flag(
        name: "--hidden", placeholder: "DIR",
        help: "adds the tests in DIR/Chapter05Tests/ and so on"),
      Flag(name: "--init", placeholder: "SITE", help: "writes what \(listed(sites)) need to grade"),
    ]
  ) { arguments in
    let course = try Course.here()
    let terminal = arguments.terminal
    let hidden = arguments.string("--hidden").map { URL(fileURLWithPath: $0, isDirectory: true) }
    let choice = try GradedExercises(arguments, of: course)
    if arguments.has("--init") {
      if let extra = arguments.positionals.first {
        throw UserError("--init grades nothing; leave out \(extra)")
      }
      let site = try arguments.choice("--init", default: sites[0], of: sites)
      try GradingSetup(
        folder: course.folder, chosen: choice.words, hidden: hidden
      ).write(GradingSite(rawValue: site) ?? .github, to: arguments.string("--output"), terminal)
      return .done
    }
    if arguments.positionals.isEmpty {
      throw UserError("say what to grade: course grade SUBMISSION…, a folder or an archive")
    }
    let format = try arguments.choice("--format", default: "table", of: formats)
    let seed =
      try arguments.integer("--seed", in: 0...Int.max).map { UInt64($0) }
      ?? UInt64.random(in: 1..<1_000_000_000)
    var reader = SubmissionReader(course)
    let output = arguments.string("--output").map { URL(fileURLWithPath: $0) }
    reader.skipped = [hidden, output].compactMap { $0?.resolvingSymlinksInPath() }
    let submissions = try choice.translated(
      reader.submissions(at: arguments.positionals), in: course)
    let destination = try GradeDestination(
      arguments.string("--output"), GradeFormat(rawValue: format) ?? .table,
      submissions: submissions.count)
    let notice = "Building the suites; the first time takes minutes …"
    terminal.announce(notice)
    let laboratory = try GradingLaboratory(of: course, hidden: hidden) {
      terminal.showProgress("\(notice) \($0)")
    }
    let grader = try ClassGrader(
      course: course, laboratory: laboratory, confinement: Confinement(),
      screening: ScreeningProcess(program: [Bundle.main.executableURL?.path ?? ""]),
      chapters: choice.chapters, seed: seed)
    let start = ContinuousClock().now
    Interruption.catchSignals()
    defer { Interruption.stopCatchingSignals() }
    var grade = try grader.grade(submissions) { done, all in
      let seconds = (ContinuousClock().now - start) / .seconds(1)
      terminal.showProgress(gradingProgress(done, of: all, after: seconds))
    }
    terminal.clearProgress()
    grade.choice = choice.remarks
    try destination.deliver(grade, on: terminal, at: Date())
    return .done
  }

  private static let formats = GradeFormat.allCases.map(\.rawValue)
  private static let sites = GradingSite.allCases.map(\.rawValue)
}
