import Course
import Text

/// What a loss should be in the course of a training, measured with several seeds: for readers who
/// ask whether theirs is right.
package struct Yardstick: Equatable, Sendable {
  /// In the order of their updates.
  package let marks: [Mark]

  package init(marks: [Mark]) { self.marks = marks }

  package func mark(at step: Int) -> Mark? { marks.first { $0.step == step } }

  /// The loss after one number of updates, over all seeds.
  package struct Mark: Equatable, Sendable {
    /// Steps of the optimiser.
    package let step: Int
    /// How many seeds were measured.
    let seeds: Int
    package let mean: Double
    /// From one seed to another, with n − 1.
    var standardDeviation: Double
  }
}

extension Yardstick.Mark {
  /// - Parameter losses: one of each seed; at least two.
  package init(step: Int, losses: [Double]) {
    let count = Double(losses.count)
    let mean = losses.reduce(0, +) / count
    let squares = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(
      step: step, seeds: losses.count, mean: mean,
      standardDeviation: (squares / (count - 1)).squareRoot())
  }

  /// Half the band's width: three standard deviations. Of ten seeds' band, a new seed falls
  /// outside about once in fifty times where losses are spread normally.
  private var halfBand: Double { 3 * standardDeviation }

  /// Where a loss is as expected. No loss is below 0.
  package var band: ClosedRange<Double> { max(0, mean - halfBand)...(mean + halfBand) }

  /// How far a loss is from the mean, counted in half bands: within ±1 it is as expected.
  func bands(to loss: Double) -> Double { loss == mean ? 0 : (loss - mean) / halfBand }

  /// What to say of a loss after this many updates.
  ///
  ///     After 500 updates the loss is 2.010, as expected: 1.980 to 2.050.
  ///
  ///     After 500 updates the loss is 2.410, 4 bands above what ten seeds gave, 1.980 to 2.050.
  ///     Is the gradient accumulated over the time steps, and are the targets the right ones?
  package func verdict(on loss: Double, subject: String = "the loss") -> [String] {
    guard loss.isFinite else {
      return [
        "After \(grouped(step)) updates \(subject) is not a number.",
        "Is the gradient clipped, and the learning rate small enough?",
      ]
    }
    let digits = band.upperBound < 0.1 ? 4 : 3
    let result = "After \(grouped(step)) updates \(subject) is \(fixed(loss, digits)), "
    let range = "\(fixed(band.lowerBound, digits)) to \(fixed(band.upperBound, digits))."
    if band.contains(loss) { return [result + "as expected: " + range] }
    let distance = bands(to: loss)
    let count = Int(min(99, max(1, abs(distance))))
    let far = "\(counted(count, "band")) \(distance > 0 ? "above" : "below")"
    return [result + "\(far) what \(seeds) seeds gave, " + range, question(distance)]
  }

  private func question(_ distance: Double) -> String {
    switch distance {
    case 3...:
      "Is the gradient accumulated over the time steps, and are the targets the right ones?"
    case 0...: "Try another seed. If it stays: is the gradient clipped before the optimiser's step?"
    default: "Is what it was tested on kept out of training, and the answer out of the input?"
    }
  }
}

/// The losses of the last steps of a training: one window's says little.
package struct RecentLosses {
  package static let count = 20
  private var losses: [Double]

  package init(losses: [Double] = []) { self.losses = losses }

  package mutating func add(_ loss: Double) { losses = (losses + [loss]).suffix(Self.count) }

  /// Nil before there are enough.
  package var mean: Double? {
    losses.count < Self.count ? nil : losses.reduce(0, +) / Double(Self.count)
  }
}
