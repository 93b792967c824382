import Course
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
    XCTAssertEqual(larger.filter { $0 > 1e-6 }.count, 17)
  }

  func testKinksAreCrossedAsOftenAsThePageSays() throws {
    let file = try Measurements("06-mistakes-and-kinks", in: .containing())
    var generator = SeededGenerator(seed: 6)
    let values = Matrix.normal(rows: 1, columns: 1_000_000, using: &generator).values
    for (step, name, count) in [
      (1e-5, "kinks", 8), (1e-3, "kinks-large", 782), (0.0056, "kinks-float", 4403),
    ] {
      XCTAssertEqual(kinksCrossed(values, step: step), count, "step \(step)")
      XCTAssertEqual(file[name], [Double(count)])
    }
  }

  /// How many slopes of ReLUs a central difference gets wrong, because it steps across the kink.
  ///
  /// - Parameters:
  ///   - values: pre-activations.
  ///   - step: how far each is moved to either side.
  private func kinksCrossed(_ values: [Double], step: Double) -> Int {
    values.count { value in
      let measured = centralDifference(of: { max(0, $0) }, at: value, step: step)
      return abs(measured - (value > 0 ? 1 : 0)) > 1e-6
    }
  }

  func testWrongGradientsPointAsThePageSays() throws {
    let page: [BackwardMistake: Double] = [
      .missingTanhSlope: 0.954, .swappedGate: 0.154, .overwrittenGradient: 0.888,
      .lostCellCarry: 0.868, .unsummedBias: 0.920, .transposedWeight: 0.944,
      .truncationOffByOne: 0.976,
    ]
    for mistake in BackwardMistake.allCases {
      XCTAssertEqual(
        meanCosine(of: mistake), page[mistake]!, accuracy: 0.0006, mistake.rawValue)
    }
    let file = try Measurements("06-mistakes-and-kinks", in: .containing())
    XCTAssertEqual(file["mistakes"], BackwardMistake.allCases.map { page[$0]! })
  }

  /// The mean, over twenty random LSTMs, of the cosine of the angle between the gradient of all
  /// weights with a mistake and without it.
  private func meanCosine(of mistake: BackwardMistake) -> Double {
    (1...20 as ClosedRange<UInt64>).reduce(0) { sum, seed in
      var generator = SeededGenerator(seed: seed)
      let trial = LSTMTrial(
        batch: 3, length: 20, inputSize: 4, hiddenSize: 16, window: 10, using: &generator)
      let (wrong, right) = (trial.gradients(with: mistake), trial.listedGradients())
      return sum + cosine(wrong.numbers, right.numbers) / 20
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
