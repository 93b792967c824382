import Course
import Foundation

/// A chapter's suite, built on the solutions and proven to pass without a mutant.
struct MutantSuite {
  private let chapter: Chapter
  private let tests: [SuiteTest]
  private let suite: SuiteBuild
  private let folder: PackageFolder

  /// - Throws: `UserError` where the suite fails as it is: then it shows nothing about any mutant.
  init(of chapter: Chapter, for mutants: [Mutant], in folder: PackageFolder) throws {
    (self.chapter, self.folder) = (chapter, folder)
    let place = "\(MutantLaboratory.path)/suites"
    do {
      suite = try SuiteBuild.upToDate(of: chapter, yours: .none, in: folder, at: place)
    } catch let failure as BuildFailure {
      throw UserError("the suite does not build without a mutant: \(failure.sentence)")
    }
    tests = suite.tests.filter { test in mutants.contains { $0.exercise == test.exercise } }
    let together = TestRunner(folder: folder, program: suite.program)
      .runTogether(tests, processorSeconds: 600)
    if together.isPassed { return }
    let said = together.failures.first?.complaint.map { ": \(oneLine($0))" } ?? ""
    throw UserError("the suite of chapter \(chapter.number) fails without a mutant\(said)")
  }

  /// Builds the suite on a spoilt solution and runs the exercise's tests.
  ///
  /// - Parameter place: a folder that no other uses meanwhile.
  func judge(_ mutant: Mutant, in place: String) throws -> MutantVerdict {
    do {
      let spoilt = try mutant.applied(in: chapter)
      let text = spoilt.lines.joined(separator: "\n") + "\n"
      let program = try suite.program(with: [spoilt.path: text], in: place)
      return verdict(on: mutant, TestRunner(folder: folder, program: program))
    } catch let problem as SourceProblem {
      return .doesNotApply(problem)
    } catch let failure as BuildFailure {
      return .doesNotCompile(failure.sentence)
    }
  }

  /// Runs the tests together, and one by one where the mistake ended the program or kept it busy.
  private func verdict(on mutant: Mutant, _ runner: TestRunner) -> MutantVerdict {
    let own = tests.filter { $0.exercise == mutant.exercise }
    let together = runner.runTogether(
      own, processorSeconds: Int(max(4 * testTimeLimit, own.map(\.timeLimit).max() ?? 0)),
      weighsMistakes: true)
    let first = MutantVerdict(of: mutant, together.settledFailures)
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
