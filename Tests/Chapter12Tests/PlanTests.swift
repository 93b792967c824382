import Backpropagation
import CourseTesting
import ExerciseSupport
import LSTMGates
import LinearAlgebra
import Optimizers
import Regularisation
import XCTest

/// Exercise 12.9: forty sentences that do for eighty. Two of the tests train.
final class PlanTests: ExerciseTestCase {
  private struct Outcome {
    var training = 0.0
    var accuracy = 0.0
    var loss = 0.0
  }

  /// Means of ten sets of data.
  private func outcome(_ count: Int, _ plan: LearningPlan) -> Outcome {
    (201...210 as ClosedRange<UInt64>).reduce(into: Outcome()) { sum, seed in
      var generator = SeededGenerator(seed: seed)
      let sentences = Opinions.sentences(count, using: &generator)
      let others = Opinions.sentences(1_000, using: &generator)
      var model = Classifier(hiddenSize: 16, using: &generator)
      var optimizer = Adam(learningRate: 0.02)
      for _ in 0..<plan.updates {
        model.train(
          on: sentences, with: plan.regularisation, using: &generator, by: &optimizer)
      }
      let judged = model.judged(on: others)
      sum.training += model.judged(on: sentences).accuracy / 10
      sum.accuracy += judged.accuracy / 10
      sum.loss += judged.loss / 10
    }
  }

  /// Why a plan is not allowed; nil where it is.
  private func problem(with plan: LearningPlan) -> String? {
    let it = plan.regularisation
    if !(1...400).contains(plan.updates) {
      return "updates is \(plan.updates), and may be 1 to 400"
    }
    let rates = [
      ("wordRate", it.wordRate), ("outputRate", it.outputRate),
      ("the rate in the recurrence", it.recurrent?.rate ?? 0),
    ]
    for (name, rate) in rates where !(0...0.95).contains(rate) {
      return "\(name) is \(rate), and may be 0 to 0.95"
    }
    return (0...10).contains(it.decay) ? nil : "decay is \(it.decay), and may be 0 to 10"
  }

  /// The reader's plan, where it is written and allowed, and what it trains with is right.
  private func plan(line: UInt = #line) -> LearningPlan? {
    let plan = planForFortySentences()
    guard unwrittenExercises.isEmpty else {
      expect(true, orSay: "", line: line)
      return nil
    }
    let problem = problem(with: plan)
    expect(
      problem == nil, orSay: "\(problem ?? "")\n    \(Mistake.planNotAllowed.sentence)", line: line)
    let wrong = wrongExercise
    expect(
      wrong == nil, orSay: "the plan trains with your exercise \(wrong ?? ""): correct it first",
      line: line)
    return problem == nil && wrong == nil ? plan : nil
  }

  /// The first of the exercises that training uses that is wrong.
  private var wrongExercise: String? {
    var generator = SeededGenerator(seed: 5)
    let mask = dropoutMask(rows: 50, columns: 50, rate: 0.5, using: &generator)
    if !mask.values.allSatisfy({ $0 == 0 || $0 == 2 }) || abs(mask.mean - 1) > 0.1 { return "12.4" }
    for (place, exercise) in [
      (DropoutPlace.hiddenState, "12.5 or 12.6"), (.cellState, "12.5 or 12.6"),
      (.candidate, "12.7"),
    ] where !MaskedCase(place, oneMask: false, seed: 5).isPassedBack { return exercise }
    return nil
  }

  private func rounded(_ number: Double) -> Double { (number * 1_000).rounded() / 1_000 }

  func test_12_9_thePlanIsAllowed() { _ = plan() }

  func test_12_9_theFortyAreLearnt() {
    guard let plan = plan() else { return }
    let training = outcome(40, plan).training
    expect(
      training >= 0.95,
      orSay:
        "of the forty sentences themselves, a share of \(rounded(training)) is right, should be "
        + "0.95 or more.\n    \(Mistake.notEvenLearnt.sentence)")
  }

  func test_12_9_moreThanEighty() {
    guard let plan = plan() else { return }
    let eighty = outcome(80, LearningPlan(regularisation: Regularisation(), updates: 300))
    let yours = outcome(40, plan)
    let known: Mistake =
      yours.training < 0.95
      ? .notEvenLearnt : yours.accuracy < eighty.accuracy - 0.06 ? .asWithoutAPlan : .onItsWay
    expect(
      yours.accuracy >= eighty.accuracy + 0.02,
      orSay: "of 1,000 other sentences, a share of \(rounded(yours.accuracy)) is right, should be "
        + "\(rounded(eighty.accuracy + 0.02)) or more: \(rounded(eighty.accuracy)) of eighty, and "
        + "0.02.\n    \(known.sentence)")
    expect(
      yours.loss < eighty.loss,
      orSay: "on 1,000 other sentences the loss is \(rounded(yours.loss)), should be below "
        + "\(rounded(eighty.loss)), that of eighty.\n    \(Mistake.tooSure.sentence)")
  }
}
