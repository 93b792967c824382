import GradientChecking
import LSTMGates
import LinearAlgebra
import XCTest

@testable import Authoring

/// Chapter 06 quotes numbers of its figures; these tests hold the page to them.
final class Chapter06FiguresTests: XCTestCase {
  func testTheExampleOfTheBugHuntIsThatOfThePage() throws {
    let trial = LSTMTrial.hunt[0]
    let gradients = trial.parameters(of: trial.gradientsWithNewCellState)
    let report = try checkGradients(of: trial, analytic: gradients, loss: { $0.loss })
    XCTAssertEqual(report.failures(), ["Wf", "Uf", "bf", "x(1)", "h(0)"])
    expect(gradients[9].values, [-0.01059, -0.01908, 0.03311], within: 5e-6)
    let numerical = numericalGradients(of: trial, step: 1e-5, loss: { $0.loss })[9]
    expect(numerical.values, [0.00723, -0.05406, 0.01716], within: 5e-6)
    let (old, new) = (
      trial.initialState.cell, trial.cell.step(trial.inputs[0], from: trial.initialState)
    )
    expect(old.values, [-0.2591, -0.6590, -0.4688], within: 5e-5)
    expect(new.cell.values, [0.3792, -0.2326, -0.9046], within: 5e-5)
    let larger = Chapter06Figures.errors(in: LSTMTrial.hunt[2])
    XCTAssertEqual(larger.filter { $0.error > 1e-6 }.count, 17)
  }

  func testKinksAreCrossedAsOftenAsThePageSays() {
    var generator = SeededGenerator(seed: 6)
    let values = Matrix.normal(rows: 1, columns: 1_000_000, using: &generator).values
    for (step, count) in [(1e-5, 8), (1e-3, 782), (0.0056, 4403)] {
      XCTAssertEqual(kinksCrossed(values, step: step), count, "step \(step)")
    }
  }

  func testStepsAreAsGoodAsThePageSays() {
    let (double, float) = (StepSizeExperiment<Double>(), StepSizeExperiment<Float>())
    for (curve, step, error) in [
      (double.errors(of: double.central), 7.5e-6, 2.9e-11),
      (double.errors(of: double.forward), 3.16e-8, 1.46e-8),
      (float.errors(of: float.central), 5.62e-3, 1.8e-5),
      (float.errors(of: float.forward), 7.5e-4, 2.7e-4),
    ] {
      let best = curve.min { $0.y < $1.y }!
      XCTAssertEqual(best.x, step, accuracy: 0.01 * step)
      XCTAssertEqual(best.y, error, accuracy: 0.03 * error)
    }
    XCTAssertEqual(double.loss(0.5), 0.721229, accuracy: 1e-6)
    XCTAssertEqual(double.slope(0.5), 0.450644, accuracy: 1e-6)
  }

  func testWrongGradientsPointAsThePageSays() {
    let page: [BackwardMistake: Double] = [
      .missingTanhSlope: 0.954, .swappedGate: 0.154, .overwrittenGradient: 0.888,
      .lostCellCarry: 0.868, .unsummedBias: 0.920, .transposedWeight: 0.944,
      .truncationOffByOne: 0.976,
    ]
    for mistake in BackwardMistake.allCases {
      XCTAssertEqual(
        Chapter06Figures.meanCosine(of: mistake), page[mistake]!, accuracy: 0.0006,
        mistake.rawValue)
    }
  }

  private func expect(
    _ values: [Double], _ page: [Double], within accuracy: Double, line: UInt = #line
  ) {
    XCTAssertEqual(values.count, page.count, line: line)
    for (value, number) in zip(values, page) {
      XCTAssertEqual(value, number, accuracy: accuracy, line: line)
    }
  }
}
