import Backpropagation
import CourseTesting
import LinearAlgebra
import XCTest

@testable import GradientChecking

/// Exercise 6.7: the smallest case that fails.
final class FirstSymptomTests: ExerciseTestCase {
  private func symptom(
    _ gradients: (LSTMTrial) -> LSTMGradients, _ trials: [LSTMTrial] = LSTMTrial.hunt,
    line: UInt = #line
  ) -> Symptom? {
    var symptom: Symptom?
    let error = thrown { () throws(GradientCheckError) in
      symptom = try firstSymptom(of: gradients, in: trials)
    }
    expect(
      error == nil, orSay: "a sound check was rejected: \(error.map { "\($0)" } ?? "")", line: line)
    return symptom
  }

  /// A symptom as the failures show it: `trial 0: h(0), c(0)`. Which mistake it belongs to stays
  /// unsaid, since exercise 6.8 is to find that out.
  private func said(_ symptom: Symptom?) -> String {
    guard let symptom else { return "nil" }
    let parameters = symptom.parameters.joined(separator: ", ")
    return "trial \(symptom.trial): \(parameters.isEmpty ? "no parameters" : parameters)"
  }

  func test_6_7_eachMistakeShowsFirstWhereItMust() {
    for mistake in BackwardMistake.allCases {
      let expected = Clue.symptoms[mistake]!
      let gradients = { (trial: LSTMTrial) in trial.gradients(with: mistake) }
      let failures = LSTMTrial.hunt.map { Clue.failures(of: gradients, in: $0) }
      let last = failures.lastIndex { !$0.isEmpty } ?? 0
      let all = LSTMTrial.hunt[expected.trial].parameterNames
      func other(_ parameters: [String]) -> String {
        said(Symptom(trial: expected.trial, parameters: parameters))
      }
      expect(
        said(symptom(gradients)), "one of the seven mistakes", is: said(expected),
        mistakes: [
          .firstTrialOnly: expected.trial == 0 ? said(expected) : said(nil),
          .countedFromOne: said(
            Symptom(trial: expected.trial + 1, parameters: expected.parameters)),
          .rightOnes: other(all.filter { !expected.parameters.contains($0) }),
          .allParameters: other(all),
          .oneParameter: other(Array(expected.parameters.prefix(1))),
          .lastTrialFirst: said(Symptom(trial: last, parameters: failures[last])),
          .parametersOfAllTrials: other(failures.flatMap { $0 }),
          .parametersOfLastTrial: other(failures[last]),
          .firstTrialAnyway: expected.trial == 0
            ? said(expected) : said(Symptom(trial: 0, parameters: [])),
        ])
    }
  }

  func test_6_7_rightPassHasNoSymptom() {
    let yours = symptom { $0.listedGradients() }
    let isEmpty = yours?.parameters.isEmpty ?? true
    expect(
      said(yours), "the correct pass", is: said(nil),
      mistakes: [
        .emptySymptom: said(Symptom(trial: 0, parameters: [])),
        .emptySymptom: said(Symptom(trial: LSTMTrial.hunt.count - 1, parameters: [])),
        .firstTrialAnyway: said(Symptom(trial: 0, parameters: [])),
        .strictTolerance: isEmpty ? said(nil) : said(yours),
      ])
    expect(said(symptom({ $0.gradients(with: .swappedGate) }, [])), "no trials", is: said(nil))
  }

  func test_6_7_aSmallErrorIsAnError() {
    /// The right gradients, Wf's and Ui's multiplied.
    func gradients(_ forget: Double, _ input: Double) -> (LSTMTrial) -> LSTMGradients {
      { trial in
        var gradients = trial.listedGradients()
        let units = trial.cell.hiddenSize
        for row in 0..<gradients.inputWeights.rows {
          for unit in units..<2 * units { gradients.inputWeights[row, unit] *= forget }
        }
        for row in 0..<units {
          for unit in 0..<units { gradients.recurrentWeights[row, unit] *= input }
        }
        return gradients
      }
    }
    for factor in [1.001, 1.00002] {
      let right = said(Symptom(trial: 0, parameters: ["Wf"]))
      expect(
        said(symptom(gradients(factor, 1))),
        "a gradient of Wf that is \(factor) times the right one", is: right,
        mistakes: [
          // A tolerance may be coarse and still see the larger error.
          .coarseTolerance: said(nil), .coarseTolerance: right,
          .coarselyNamed: said(Symptom(trial: 0, parameters: [])),
        ])
    }
    expect(
      said(symptom(gradients(1.0001, 2))),
      "gradients of Wf and Ui that are 1.0001 and 2 times the right ones",
      is: said(Symptom(trial: 0, parameters: ["Wf", "Ui"])),
      mistakes: [
        .coarseTolerance: said(nil), .coarseTolerance: said(Symptom(trial: 0, parameters: ["Ui"])),
        .coarseTolerance: said(Symptom(trial: 0, parameters: ["Wf", "Ui"])),
        .coarselyNamed: said(Symptom(trial: 0, parameters: ["Ui"])),
        .oneParameter: said(Symptom(trial: 0, parameters: ["Wf"])),
      ])
  }

  func test_6_7_orderOfTheTrialsCounts() {
    // The same trials, the most complicated first: all mistakes show in it.
    let reversed = Array(LSTMTrial.hunt.reversed())
    for mistake in BackwardMistake.allCases {
      let gradients = { (trial: LSTMTrial) in trial.gradients(with: mistake) }
      let expected = Symptom(trial: 0, parameters: Clue.failures(of: gradients, in: reversed[0]))
      expect(
        said(symptom(gradients, reversed)), "one of the seven mistakes, trials in reverse",
        is: said(expected),
        mistakes: [
          .otherOrder: said(
            Symptom(
              trial: 3 - Clue.symptoms[mistake]!.trial,
              parameters: Clue.symptoms[mistake]!.parameters))
        ])
    }
  }

  func test_6_7_freshTrialsAreSearched() {
    // The hunt's shapes with other numbers, and the list begins at any of them.
    trials(3) { generator in
      let shapes: [(Int, Int, Int?)] = [(1, 1, nil), (3, 1, nil), (3, 3, nil), (3, 5, 2)]
      let fresh = shapes.map { batch, length, window in
        LSTMTrial(
          batch: batch, length: length, inputSize: 2, hiddenSize: 3, window: window,
          using: &generator)
      }
      let first = generator.integer(below: fresh.count)
      let list = Array(fresh[first...] + fresh[..<first])
      let all = BackwardMistake.allCases
      let mistake = all[generator.integer(below: all.count)]
      let gradients = { (trial: LSTMTrial) in trial.gradients(with: mistake) }
      let failures = list.map { Clue.failures(of: gradients, in: $0) }
      let expected = failures.firstIndex { !$0.isEmpty }.map {
        Symptom(trial: $0, parameters: failures[$0])
      }
      expect(said(symptom(gradients, list)), "fresh trials", is: said(expected))
    }
  }

  func test_6_7_errorsOfTheCheckAreHandedOn() {
    let error = thrown { () throws(GradientCheckError) in
      _ = try firstSymptom(
        of: { trial in
          var gradients = trial.listedGradients()
          gradients.initialCell = gradients.initialCell.transposed
          return gradients
        }, in: LSTMTrial.hunt)
    }
    expect(
      error == .wrongShape(parameter: "c(0)", gradient: "3×1", expected: "1×3"),
      orSay: "a gradient of the wrong shape makes the check throw, and so should the search; "
        + (error.map { "it threw: \($0)" } ?? "nothing was thrown"))
  }
}

/// Exercise 6.8: the eight.
final class FindingTests: ExerciseTestCase {
  func test_6_8_oneIsCorrect() {
    for suspect in Suspect.allCases {
      let yours = finding(on: suspect)
      guard let mistake = Clue.mistake(of: suspect) else {
        expect(
          yours == .correct,
          orSay: "\(suspect.rawValue) passes in all four trials; it is the correct one")
        continue
      }
      let trial = LSTMTrial.hunt[Clue.symptoms[mistake]!.trial]
      expect(
        yours != .correct,
        orSay: "\(suspect.rawValue) is not correct: look at its report for \(trial.title)")
    }
  }

  func test_6_8_parameterIsWrongInTheSmallestCase() {
    for suspect in Suspect.allCases {
      guard case .mistake(let parameter, _) = finding(on: suspect),
        let mistake = Clue.mistake(of: suspect), let symptom = Clue.symptoms[mistake]
      else {
        // The other test's business; here only that something is written.
        expect(true, orSay: "")
        continue
      }
      let trial = LSTMTrial.hunt[symptom.trial]
      let known = trial.parameterNames.contains(parameter)
      expect(
        symptom.parameters.contains(parameter),
        orSay: known
          ? "\(suspect.rawValue): the gradient of \(parameter) is right in the smallest case that "
            + "fails, \(trial.title). Take a parameter that is marked wrong there"
          : "\(suspect.rawValue): no parameter of the smallest case that fails is called "
            + "\(parameter); they are called \(trial.parameterNames.joined(separator: ", "))")
    }
  }

  func test_6_8_lineExplainsTheReports() {
    for suspect in Suspect.allCases {
      guard case .mistake(_, let line) = finding(on: suspect),
        let mistake = Clue.mistake(of: suspect)
      else {
        expect(true, orSay: "")
        continue
      }
      expect(
        line == Clue.lines[mistake],
        orSay: "\(suspect.rawValue) is not explained by line \(line): "
          + Clue.against(line: line, of: mistake))
    }
  }
}
