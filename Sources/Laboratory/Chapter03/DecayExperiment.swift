import Course
import LSTMGates
import LinearAlgebra
import VanillaRNN
import VanishingGradients

/// The experiment of chapter 03: a random gradient is carried back through a linear recurrence,
/// a recurrent network and an LSTM, for recurrent weights of a chosen spectral radius.
///
/// Radius and input strength change nothing else: the random numbers are drawn from seeds of their
/// own. The networks have one input for each unit, so that each receives its own.
package struct DecayExperiment {
  package let hiddenSize: Int
  package let steps: Int
  /// Random weights of spectral radius 1, to be scaled.
  private let unitWeights: Matrix
  /// The gradient at the last step: random, of norm 1.
  package let gradient: Matrix

  /// Steps before the first Jacobian is taken, in which the network forgets how it began.
  static let settling = 100

  package init(hiddenSize: Int = 32, steps: Int = 100, seed: UInt64 = 3) {
    var generator = SeededGenerator(seed: seed)
    self.hiddenSize = hiddenSize
    self.steps = steps
    unitWeights = randomRecurrentWeights(
      hiddenSize: hiddenSize, spectralRadius: 1, using: &generator)
    let row = Matrix.normal(rows: 1, columns: hiddenSize, using: &generator)
    gradient = row / row.norm
  }

  /// The prediction: from 1 at step 0, by a constant factor a step.
  package func powers(of factor: Double) -> [Double] {
    (0..<steps).reduce(into: [1]) { powers, step in powers.append(powers[step] * factor) }
  }

  package func recurrentWeights(radius: Double) -> Matrix { unitWeights * radius }

  /// A seeded random row to begin a power iteration with.
  package func startingRow() -> Matrix {
    var generator = SeededGenerator(seed: 7)
    return .normal(rows: 1, columns: hiddenSize, using: &generator)
  }

  // MARK: Without the tanh

  /// The Jacobians of a linear recurrence: the transposed recurrent weights, at each step.
  package func linearJacobians(radius: Double) -> [Matrix] {
    Array(repeating: recurrentWeights(radius: radius).transposed, count: steps)
  }

  package func linearCurve(radius: Double) -> [Double] {
    decayCurve(of: gradient, through: linearJacobians(radius: radius))
  }

  // MARK: With the tanh

  /// The states and the Jacobians of the last steps of a run.
  package struct Run {
    package let states: [Matrix]
    package let jacobians: [Matrix]

    /// The mean of the tanh's slopes, 1 − h².
    package var meanSlope: Double {
      states.reduce(0) { $0 + (1 - $1 .* $1).mean } / Double(states.count)
    }
  }

  /// Random inputs, and a random first state from which the network forgets its way.
  private func randomInputs(strength: Double, seed: UInt64) -> (inputs: [Matrix], hidden: Matrix) {
    var generator = SeededGenerator(seed: seed)
    func row(_ deviation: Double) -> Matrix {
      .normal(rows: 1, columns: hiddenSize, standardDeviation: deviation, using: &generator)
    }
    let hidden = row(0.1)
    return ((0..<Self.settling + steps).map { _ in row(strength) }, hidden)
  }

  /// A run of the recurrent network on random inputs.
  ///
  /// - Parameter strength: the standard deviation of each unit's input.
  package func run(radius: Double, strength: Double, seed: UInt64 = 100) -> Run {
    let cell = RNNCell(
      inputWeights: .identity(hiddenSize), recurrentWeights: recurrentWeights(radius: radius),
      bias: Matrix(rows: 1, columns: hiddenSize))
    let (inputs, hidden) = randomInputs(strength: strength, seed: seed)
    let states = cell.unrolled(inputs, from: hidden).suffix(steps)
    return Run(states: Array(states), jacobians: states.map { stepJacobian(cell, hidden: $0) })
  }

  package func tanhCurve(radius: Double, strength: Double, seed: UInt64 = 100) -> [Double] {
    let run = run(radius: radius, strength: strength, seed: seed)
    return decayCurve(of: gradient, through: run.jacobians)
  }

  /// The seeds of the inputs of twenty runs, for what one run alone cannot tell.
  package static let seeds: Range<UInt64> = 100..<120

  /// The geometric mean of the curves of runs with different inputs.
  package func meanTanhCurve(radius: Double, strength: Double) -> [Double] {
    let curves = Self.seeds.map { tanhCurve(radius: radius, strength: strength, seed: $0) }
    return (0...steps).map { back in
      exp(curves.reduce(0) { $0 + log($1[back]) } / Double(curves.count))
    }
  }

  // MARK: What can be learnt

  /// What the steps contribute to the gradient for the bias, over 1,000 random sequences. The loss is
  /// the product of the last state with `gradient`; k steps back, the bias contributes the gradient
  /// that arrives there times the slopes of the tanh.
  ///
  /// - Returns: for each k, the root of the mean square of the contribution from k steps back, and
  ///   the norm of its mean, which is what can be learnt from it; and how far the whole gradient of
  ///   one sequence lies from the mean of all, as a root mean square.
  package func contributions(
    radius: Double, strength: Double
  ) -> (sizes: [Double], means: [Double], noise: Double) {
    var sums = Array(repeating: gradient * 0, count: steps)
    var squares = Array(repeating: 0.0, count: steps)
    var (total, totalSquare) = (gradient * 0, 0.0)
    let seeds = 1000..<2000 as Range<UInt64>
    for seed in seeds {
      let run = run(radius: radius, strength: strength, seed: seed)
      var (arriving, whole) = (gradient, gradient * 0)
      for (back, (state, jacobian)) in zip(run.states, run.jacobians).reversed().enumerated() {
        let contribution = arriving .* (1 - state .* state)
        sums[back] += contribution
        squares[back] += (contribution .* contribution).sum
        whole += contribution
        arriving = arriving * jacobian
      }
      total += whole
      totalSquare += (whole .* whole).sum
    }
    let count = Double(seeds.count)
    let mean = total / count
    return (
      squares.map { ($0 / count).squareRoot() }, sums.map { ($0 / count).norm },
      (totalSquare / count - (mean .* mean).sum).squareRoot()
    )
  }

  // MARK: With gates

  /// The decay curve of an LSTM that has just been made, but for recurrent weights of which each
  /// gate's block is the same random matrix, scaled to the radius. The gradient is that of both
  /// states together, all paths counted.
  package func lstmCurve(
    radius: Double, strength: Double, forgetBias: Double = 1, seed: UInt64 = 100
  ) -> [Double] {
    let block = recurrentWeights(radius: radius)
    let identity = Matrix.identity(hiddenSize)
    let cell = LSTMCell(
      inputWeights: .sideBySide([identity, identity, identity, identity]),
      recurrentWeights: .sideBySide([block, block, block, block]),
      bias: LSTMCell.initialBias(hiddenSize: hiddenSize, forgetBias: forgetBias))
    let (inputs, hidden) = randomInputs(strength: strength, seed: seed)
    let start = LSTMState(hidden: hidden, cell: hidden * 0)
    let settled = cell.unrolled(Array(inputs.prefix(Self.settling)), from: start).last ?? start
    return decayCurve(
      of: .sideBySide([gradient, gradient * 0]),
      through: stateJacobians(cell, inputs: Array(inputs.suffix(steps)), from: settled))
  }
}
