import Course
import Foundation

/// A chapter's suite, built on the solutions and proven to pass without a mutant.
struct MutantSuite {
  private let chapter: Chapter
  private let tests: [SuiteTest]
  private let runner: TestRunner
  private let build: MutantBuild

  /// - Throws: `UserError` where the suite fails as it is: then it shows nothing about any mutant.
  init(of chapter: Chapter, for mutants: [Mutant], in folder: PackageFolder) throws {
    self.chapter = chapter
    runner = TestRunner(
      folder: folder, chapter: chapter, yours: .none, scratchPath: MutantLaboratory.path)
    tests = try chapter.tests(in: folder).filter { test in
      mutants.contains { $0.exercise == test.exercise }
    }
    if let failure = try runner.build() {
      throw UserError("the suite does not build without a mutant: \(failure.sentence)")
    }
    build = try MutantBuild(after: runner)
    // Compiled as mutants are, but without one.
    var unspoilt = runner
    let path = chapter.solutionFiles[0].path
    let text = try folder.text(path) ?? ""
    switch try build.build(text, for: path, in: "\(MutantLaboratory.path)/try-0") {
    case .failure(let failure):
      throw UserError("\(path) does not build without a mutant: \(failure.sentence)")
    case .success(let program): unspoilt.program = program
    }
    let together = unspoilt.runTogether(tests, processorSeconds: 600)
    if together.isPassed { return }
    let said = together.failures.first?.complaint.map { ": \(oneLine($0))" } ?? ""
    throw UserError("the suite of chapter \(chapter.number) fails without a mutant\(said)")
  }

  /// Builds the suite on a spoilt solution and runs the exercise's tests.
  ///
  /// - Parameter place: a folder that no other uses meanwhile.
  func judge(_ mutant: Mutant, in place: String) throws -> MutantVerdict {
    let spoilt: SolutionFile
    do throws(SourceProblem) {
      spoilt = try mutant.applied(in: chapter)
    } catch {
      return .doesNotApply(error)
    }
    let text = spoilt.lines.joined(separator: "\n") + "\n"
    switch try build.build(text, for: spoilt.path, in: place) {
    case .failure(let failure): return .doesNotCompile(failure.sentence)
    case .success(let program):
      var spoilt = runner
      spoilt.program = program
      return verdict(on: mutant, spoilt)
    }
  }

  /// Runs the tests together, and one by one where the mistake ended the program or kept it busy.
  private func verdict(on mutant: Mutant, _ runner: TestRunner) -> MutantVerdict {
    let own = tests.filter { $0.exercise == mutant.exercise }
    let together = runner.runTogether(own, processorSeconds: Int(testTimeLimit))
    let first = MutantVerdict(of: mutant, together.failures)
    if together.isWhole || first == .named { return first }
    var verdicts: [TestVerdict] = []
    for test in own {
      let (verdict, isLate) = runner.run(test)
      verdicts.append(verdict)
      if isLate || MutantVerdict(of: mutant, verdicts) == .named { break }
    }
    return MutantVerdict(of: mutant, verdicts)
  }
}

extension BuildFailure {
  fileprivate var sentence: String { firstLine ?? "swift build failed without a word" }
}
