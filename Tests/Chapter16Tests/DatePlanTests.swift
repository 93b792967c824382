import CourseTesting
import LinearAlgebra
import Optimizers
import XCTest

@testable import Translation

/// Exercise 16.10: learn dates on a budget.
final class DatePlanTests: ExerciseTestCase {
  func test_16_10_thePlanKeepsToItsBudget() {
    let plan = datePlan()
    expect(
      plan.hiddenSize > 0 && plan.updates > 0 && plan.batch > 0 && plan.learningRate > 0,
      orSay: "units, updates, pairs and rate must all be above 0; yours are \(plan)")
    expect(
      plan.cost <= dateBudget,
      orSay: "the plan costs \(Int(plan.cost / 1e6)) million, and \(Int(dateBudget / 1e6)) are "
        + "allowed. \(Mistake.planTooDear.sentence.dropLast())")
  }

  func test_16_10_datesOfOneSeed() { expectDates(seed: 1) }

  func test_16_10_datesOfAnotherSeed() { expectDates(seed: 2) }

  private func expectDates(seed: UInt64, line: UInt = #line) {
    let plan = datePlan()
    guard plan.hiddenSize > 0, plan.learningRate > 0, plan.updates > 0, plan.batch > 0,
      plan.cost <= dateBudget
    else {
      return expect(false, orSay: "there is no plan within the budget to learn by", line: line)
    }
    var generator = SeededGenerator(seed: seed)
    var translator = Translator(
      hiddenSize: plan.hiddenSize, attends: plan.attends, using: &generator)
    var (optimizer, losses) = (Adam(learningRate: plan.learningRate), [Double]())
    for _ in 0..<plan.updates {
      let pairs = TranslationTask.dates.drawn(plan.batch, using: &generator)
      losses.append(translator.train(on: pairs, clippingAt: 1, with: &optimizer))
    }
    var other = SeededGenerator(seed: 1_000 + seed)
    let test = TranslationTask.dates.drawn(200, isTest: true, using: &other)
    let right = test.filter { translator.translation(of: $0.source) == $0.target }.count
    expect(
      right >= 180,
      orSay: "seed \(seed): \(right) of 200 dates that it has not learnt from are right; 180 are "
        + "wanted. \(fault(losses, plan).sentence.dropLast())", line: line)
  }

  /// What the losses say of a plan that has failed.
  private func fault(_ losses: [Double], _ plan: LearningPlan) -> Mistake {
    func mean(_ part: ArraySlice<Double>) -> Double {
      part.reduce(0, +) / Double(max(part.count, 1))
    }
    let quarter = max(losses.count / 4, 1)
    let (before, end) = (
      mean(losses.dropLast(quarter).suffix(quarter)), mean(losses.suffix(quarter))
    )
    let first = losses.first ?? .nan
    if losses.contains(where: { !$0.isFinite }) || end > 0.5 * first { return .planLearnsNothing }
    return end < 0.8 * before ? .planEndsTooSoon : .planIsStuck
  }
}
