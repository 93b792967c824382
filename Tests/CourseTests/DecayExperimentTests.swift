import LinearAlgebra
import VanishingGradients
import XCTest

@testable import Laboratory

/// The numbers that chapter 03 prints, to the digits that it prints.
final class DecayExperimentTests: XCTestCase {
  let experiment = DecayExperiment()

  func testTheLinearRecurrenceFollowsItsRadius() {
    // REGION linear
    let printed: [(radius: Double, ten: Double, fifty: Double, hundred: Double)] = [
      (0.5, 0.0011, 9.8e-16, 8.7e-31), (0.9, 0.396, 0.0057, 0.000029), (1.0, 1.14, 1.10, 1.10),
      (1.1, 2.95, 129, 15_200), (1.5, 65.5, 7.0e8, 4.5e17),
    ]
    for row in printed {
      let curve = experiment.linearCurve(radius: row.radius)
      XCTAssertEqual(curve[10] / row.ten, 1, accuracy: 0.01)
      XCTAssertEqual(curve[50] / row.fifty, 1, accuracy: 0.01)
      XCTAssertEqual(curve[100] / row.hundred, 1, accuracy: 0.01)
      XCTAssertEqual(decayRate(of: curve), row.radius, accuracy: 5e-5)
    }
    // END REGION linear
  }

  func testACloseSecondEigenvalueDelaysTheRate() {
    // REGION close-second
    for (steps, rate) in [(100, 0.8906), (400, 0.8987)] {
      let curve = DecayExperiment(steps: steps, seed: 2).linearCurve(radius: 0.9)
      XCTAssertEqual(decayRate(of: curve), rate, accuracy: 5e-5)
    }
    // END REGION close-second
  }

  func testTheLargestStretchLiesBetweenBoundAndPrediction() {
    // REGION bound
    let jacobians = experiment.linearJacobians(radius: 0.9)
    for (steps, stretch) in [(1, 1.663), (3, 1.970), (40, 0.0346)] {
      let product = jacobianProduct(Array(jacobians.prefix(steps)), hiddenSize: 32)
      let measured = largestSingularValue(of: product, from: experiment.startingRow())
      XCTAssertEqual(measured / stretch, 1, accuracy: 1e-3)
    }
    XCTAssertEqual(experiment.linearCurve(radius: 0.9)[40], 0.0163, accuracy: 5e-5)
    // END REGION bound
  }

  func testTheTanhMakesEveryMeanRateFall() {
    // REGION tanh-rates
    let printed: [(radius: Double, slope: Double, rate: Double, range: ClosedRange<Double>)] = [
      (0.5, 0.912, 0.456, 0.443...0.462), (0.9, 0.870, 0.764, 0.719...0.791),
      (1.0, 0.851, 0.820, 0.779...0.856), (1.1, 0.825, 0.859, 0.807...0.898),
      (1.5, 0.678, 0.940, 0.878...1.027),
    ]
    for row in printed {
      let rates = experiment.tanhRates(radius: row.radius, strength: 0.3)
      let slopes = DecayExperiment.seeds.map {
        experiment.run(radius: row.radius, strength: 0.3, seed: $0).meanSlope
      }
      XCTAssertEqual(slopes.reduce(0, +) / 20, row.slope, accuracy: 5.1e-4)
      XCTAssertEqual(exp(rates.reduce(0) { $0 + log($1) } / 20), row.rate, accuracy: 5.1e-4)
      XCTAssertEqual(rates.min() ?? 0, row.range.lowerBound, accuracy: 5.1e-4)
      XCTAssertEqual(rates.max() ?? 0, row.range.upperBound, accuracy: 5.1e-4)
      XCTAssertEqual(rates.filter { $0 >= 1 }.count, row.radius == 1.5 ? 1 : 0)
    }
    // END REGION tanh-rates
  }

  func testStrongInputsSaturateMore() {
    // REGION strong-inputs
    let rates = experiment.tanhRates(radius: 1.5, strength: 1)
    XCTAssertEqual(exp(rates.reduce(0) { $0 + log($1) } / 20), 0.750, accuracy: 1e-3)
    // END REGION strong-inputs
  }

  func testHugeWeightsExplodeInSpiteOfSaturation() {
    // REGION huge-weights
    // With such weights the run is chaotic: the last bit of a tanh, which differs between
    // processors, decides where it is a hundred steps later. Only the mean over runs is a number.
    let rates = DecayExperiment(steps: 150).tanhRates(radius: 10, strength: 0.3)
    XCTAssertEqual(exp(rates.reduce(0) { $0 + log($1) } / 20), 1.64, accuracy: 0.02)
    XCTAssertGreaterThan(rates.min() ?? 0, 1)
    let saturated = DecayExperiment.seeds.map { seed in
      let run = DecayExperiment(steps: 150).run(radius: 10, strength: 0.3, seed: seed)
      return run.states.map { $0.map { abs($0) > 0.9 ? 1 : 0 }.mean }.reduce(0, +) / 150
    }
    XCTAssertEqual(saturated.reduce(0, +) / 20, 0.86, accuracy: 0.005)
    // END REGION huge-weights
  }

  func testTheEarlyStepsAreDrowned() {
    // REGION early-steps
    let measured = DecayExperiment(steps: 61).contributions(radius: 1, strength: 0.3)
    XCTAssertEqual(measured.noise, 1.54, accuracy: 0.0005)
    let printed: [(back: Int, size: Double, ratio: Double, mean: Double, sequences: Double)] = [
      (1, 0.807, 1, 0.778, 3.9), (10, 0.187, 4.3, 0.156, 97), (20, 0.0340, 24, 0.0241, 4_080),
      (30, 0.00607, 133, 0.00381, 163_000), (50, 0.000180, 4_480, 0.0000904, 2.90e8),
      (60, 0.0000320, 25_200, 0.00001382, 1.24e10),
    ]
    // The root mean square fades by less than the geometric mean of the table of rates, 0.820.
    XCTAssertEqual(pow(measured.sizes[60] / measured.sizes[10], 1 / 50.0), 0.84, accuracy: 0.005)
    for row in printed {
      let size = measured.sizes[row.back]
      let noise = measured.noise / measured.means[row.back]
      XCTAssertEqual(size / row.size, 1, accuracy: 0.005)
      XCTAssertEqual(measured.sizes[1] / size / row.ratio, 1, accuracy: 0.02)
      XCTAssertEqual(measured.means[row.back] / row.mean, 1, accuracy: 0.001)
      XCTAssertEqual(noise * noise / row.sequences, 1, accuracy: 0.006)
    }
    // END REGION early-steps
  }
}

extension DecayExperiment {
  /// The rates of runs with different inputs.
  fileprivate func tanhRates(radius: Double, strength: Double) -> [Double] {
    Self.seeds.map { decayRate(of: tanhCurve(radius: radius, strength: strength, seed: $0)) }
  }
}
