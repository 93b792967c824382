import Classification
import CourseTesting
import LinearAlgebra
import XCTest

/// Exercise 14.6: a threshold.
final class ThresholdTests: ExerciseTestCase {
  private struct Case {
    var probabilities: [Double]
    var labels: [Int]

    func f1(at threshold: Double) -> Double { Plain.f1(probabilities, labels, threshold) }

    /// F1 of yes where another measure is highest: at the first such threshold, and at the last.
    func f1(best measure: (Double) -> Double, of candidates: [Double]) -> [Double] {
      let highest = candidates.map(measure).max()
      let places = candidates.filter { measure($0) == highest }
      return [places.first, places.last].map { f1(at: $0 ?? 0.5) }
    }

    var highest: Double { probabilities.map { f1(at: $0) }.max() ?? 0 }

    /// F1 of no.
    func f1OfNo(at threshold: Double) -> Double {
      Plain.f1(
        probabilities.map { $0 < threshold ? 1 : 0 }, labels.map { 1 - $0 }, 0.5)
    }
  }

  private func expectBest(_ it: Case, line: UInt = #line) {
    let threshold = chosenThreshold(probabilities: it.probabilities, labels: it.labels)
    let accuracy = it.f1(
      best: { Plain.accuracy(it.probabilities, it.labels, $0) }, of: it.probabilities)
    let ofNo = it.f1(best: it.f1OfNo, of: it.probabilities)
    let tenths = it.f1(best: it.f1, of: (0...10).map { Double($0) / 10 })
    let sorted = it.probabilities.sorted()
    // Where a threshold is meant to be below the answers, and not among them.
    let next = sorted.first { $0 > (sorted.first { it.f1(at: $0) == it.highest } ?? 0) }
    expect(
      it.f1(at: threshold),
      "F1 at your threshold of \((threshold * 1e4).rounded() / 1e4)", equals: it.highest,
      within: 1e-12,
      mistakes: [
        .byAccuracy: accuracy[0], .byAccuracy: accuracy[1],
        .ofNo: ofNo[0], .ofNo: ofNo[1],
        .alwaysHalf: it.f1(at: 0.5),
        .onlyTenths: tenths[0], .onlyTenths: tenths[1],
        .everythingIsYes: it.f1(at: sorted.first ?? 0.5),
        .onlyTheSurest: it.f1(at: sorted.last ?? 0.5),
        .nothingIsYes: 0,
        .oneTooHigh: it.f1(at: next ?? 2),
        .worst: it.probabilities.map { it.f1(at: $0) }.min() ?? 0,
      ], line: line)
  }

  func test_14_6_theValidationPartOfThePage() {
    // In chapter 14: 0.3 finds three of three, with one false alarm.
    expectBest(
      Case(
        probabilities: [0.05, 0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.15, 0.02, 0.12],
        labels: [0, 0, 0, 1, 0, 1, 1, 0, 0, 0]))
  }

  func test_14_6_rareClasses() {
    trials(20) { generator in
      let labels = (0..<40).map { _ in generator.integer(below: 8) == 0 ? 1 : 0 }
      expectBest(
        Case(
          probabilities: labels.map { label in
            let z = 1.2 * generator.normal() - 2.5 + 1.5 * Double(label)
            return Plain.logistic(z)
          }, labels: labels + []))
    }
  }

  func test_14_6_evenClasses() {
    trials(20) { generator in
      let labels = (0..<15).map { _ in generator.integer(below: 2) }
      expectBest(
        Case(
          probabilities: labels.map { Plain.logistic(generator.normal() + 2.5 * Double($0)) },
          labels: labels))
    }
  }

  func test_14_6_equalProbabilities() {
    trials(20) { generator in
      let labels = (0..<20).map { _ in generator.integer(below: 3) == 0 ? 1 : 0 }
      expectBest(
        Case(
          probabilities: labels.map { Double(generator.integer(below: 4) + $0) / 7 },
          labels: labels))
    }
  }

  func test_14_6_everythingIsYes() {
    expectBest(Case(probabilities: [0.9, 0.01, 0.3], labels: [1, 1, 1]))
  }

  func test_14_6_nobodyToChooseBy() {
    expect(
      chosenThreshold(probabilities: [], labels: []), "threshold where there are no examples",
      equals: 0.5, within: 0)
  }
}
