import Backpropagation
import LinearAlgebra

@testable import GradientChecking

/// What the reports of the hunt show, and what follows from it.
enum Clue {
  /// Where each mistake shows first, in the trials of the hunt, as reasoned from the listing.
  static let symptoms: [BackwardMistake: Symptom] = [
    .missingTanhSlope: Symptom(
      trial: 0,
      parameters: [
        "Wi", "Wf", "Wg", "Ui", "Uf", "Ug", "bi", "bf", "bg", "x(1)", "h(0)", "c(0)",
      ]),
    .swappedGate: Symptom(
      trial: 0, parameters: ["Wg", "Wo", "Ug", "Uo", "bg", "bo", "x(1)", "h(0)"]),
    .transposedWeight: Symptom(trial: 0, parameters: ["h(0)"]),
    .lostCellCarry: Symptom(trial: 0, parameters: ["c(0)"]),
    .unsummedBias: Symptom(trial: 1, parameters: ["bi", "bf", "bg", "bo"]),
    .overwrittenGradient: Symptom(trial: 2, parameters: ["Ui", "Uf", "Ug", "Uo"]),
    .truncationOffByOne: Symptom(
      trial: 3,
      parameters: [
        "Wi", "Wf", "Wg", "Wo", "Ui", "Uf", "Ug", "Uo", "bi", "bf", "bg", "bo", "x(1)", "x(2)",
        "x(3)", "x(4)", "h(0)", "c(0)",
      ]),
  ]

  /// The line of the listing that each mistake stands in.
  static let lines: [BackwardMistake: Int] = [
    .truncationOffByOne: 1, .missingTanhSlope: 6, .swappedGate: 11, .overwrittenGradient: 14,
    .unsummedBias: 15, .transposedWeight: 16, .lostCellCarry: 17,
  ]

  /// Which of the mistakes a suspect makes, by its gradients in the last trial, where all show.
  static func mistake(of suspect: Suspect) -> BackwardMistake? {
    let trial = LSTMTrial.hunt[3]
    let gradients = suspect.gradients(of: trial)
    return BackwardMistake.allCases.first { trial.gradients(with: $0) == gradients }
  }

  /// The parameters whose gradients differ from central differences, in plain loops.
  static func failures(
    of gradients: (LSTMTrial) -> LSTMGradients, in trial: LSTMTrial
  ) -> [String] {
    let analytic = trial.parameters(of: gradients(trial))
    let numerical = Reference.central(of: trial, step: 1e-5) { $0.loss }
    return zip(trial.parameterNames, zip(analytic, numerical)).filter { _, pair in
      Reference.largestError([pair.0], [pair.1]) > 1e-6
    }.map(\.0)
  }

  // MARK: Why it is not that line

  /// What speaks against a line, where the mistake is another one.
  static func against(line: Int, of mistake: BackwardMistake) -> String {
    special(line, mistake) ?? general(mistake)
  }

  private static func special(_ line: Int, _ mistake: BackwardMistake) -> String? {
    switch (mistake, line) {
    case (.lostCellCarry, 19), (.transposedWeight, 18):
      "a mistake there could spoil the initial states alone; but with three steps weights are "
        + "wrong as well, so what goes wrong is handed from step to step"
    case (.lostCellCarry, 6):
      "if that line lost what comes from the next step, then with one step, where nothing comes, "
        + "c(0) would be right"
    case (.missingTanhSlope, 4), (.missingTanhSlope, 5), (.missingTanhSlope, 10):
      "that line serves the output gate, and with one step Wo, Uo and bo are right"
    case (.missingTanhSlope, 7), (.missingTanhSlope, 8), (.missingTanhSlope, 9):
      "that line makes one gate's block, and three are wrong, all by the same factor in each unit"
    case (.missingTanhSlope, 17), (.missingTanhSlope, 16):
      "with one step that line changes an initial state and nothing else; here weights are wrong"
    case (.swappedGate, 9), (.swappedGate, 10):
      "that line makes one gate's block, and two are wrong; compare the two blocks' numbers"
    case (.overwrittenGradient, 16):
      "a mistake there would show in h(0) with a single step; only U is wrong, and only from the "
        + "second step on"
    case (.unsummedBias, 11):
      "W, U and x(1) are made of that line's result as well, and they are right"
    case (.transposedWeight, 14):
      "that line makes the gradient of U, which is right with one step; h(0) is wrong"
    case (.transposedWeight, 12):
      "that line makes the gradient of x(1), which is right; h(0) is wrong"
    case (.truncationOffByOne, 2):
      "if that were not done for each window, the first window would still be right, and here "
        + "x(1), x(2) and h(0) are wrong"
    case (.truncationOffByOne, 3):
      "a mistake in the order would show wherever there are three steps, also without windows"
    default: nil
    }
  }

  private static func general(_ mistake: BackwardMistake) -> String {
    switch mistake {
    case .missingTanhSlope:
      "with one row and one step all of i, f and g is wrong, also c(0), and all of o is right. "
        + "Look for what i, f and g share and o does not use"
    case .swappedGate:
      "with one row and one step the blocks of g and o are wrong, those of i and f right, and c(0) "
        + "too. Compare the analytic numbers of bg with the numerical ones of bo"
    case .overwrittenGradient:
      "only U is wrong, and only with more than one step. Its inputs are right, or W and b would "
        + "be wrong as well. Ask what a second step does to U that a first one does not"
    case .lostCellCarry:
      "with one step c(0) alone is wrong; with three steps all that earlier steps contribute. "
        + "Look for the line that carries something to the step before, beside h"
    case .unsummedBias:
      "only b is wrong, and only with more than one row. W is made of the same δ and is right"
    case .transposedWeight:
      "with one step h(0) alone is wrong; with three steps all that earlier steps contribute. "
        + "Look for the line that carries something to the step before, beside c"
    case .truncationOffByOne:
      "without windows everything is right. With windows of two, step 5 is right and the steps "
        + "before it hear of one step too many"
    }
  }
}
