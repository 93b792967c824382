import LinearAlgebra
import VanillaRNN
import VanishingGradients

// Chapter 03: a slider for the spectral radius and one for the length; the gradient's norm.

/// Carries a gradient of length 1 back through a network of 32 units, without the tanh and with it.
/// With seed 3, weights and gradient are those of the chapter's tables.
///
/// - Parameter numbers: the spectral radius of U, the number of steps T, the standard deviation of
///   the inputs, and the seed.
/// - Returns: the rate of decay without the tanh and with it; then T + 1 norms without it, and T + 1
///   with it. Entry k of either is the norm after k steps back.
func vanishingCurves(_ numbers: [Double]) -> [Double] {
  let (radius, length, deviation) = (numbers[0], Int(numbers[1]), numbers[2])
  let size = 32
  var generator = SeededGenerator(seed: UInt64(numbers[3]))
  let weights =
    randomRecurrentWeights(hiddenSize: size, spectralRadius: 1, using: &generator) * radius
  let direction = Matrix.normal(rows: 1, columns: size, using: &generator)
  let gradient = direction / direction.norm
  let cell = RNNCell(
    inputWeights: .identity(size), recurrentWeights: weights,
    bias: Matrix(rows: 1, columns: size))
  // Before the steps that count, the network forgets how it began.
  let settling = 50
  let inputs = (0..<settling + length).map { _ in
    Matrix.normal(rows: 1, columns: size, standardDeviation: deviation, using: &generator)
  }
  let zeros = Matrix(rows: 1, columns: size)
  let start = cell.unrolled(Array(inputs.prefix(settling)), from: zeros).last ?? zeros
  let linear = decayCurve(
    of: gradient, through: Array(repeating: weights.transposed, count: length))
  let bent = decayCurve(
    of: gradient,
    through: stepJacobians(cell, inputs: Array(inputs.dropFirst(settling)), from: start))
  return [decayRate(of: linear), decayRate(of: bent)] + linear + bent
}

@_expose(wasm, "vanishing_curves")
@_cdecl("vanishing_curves")
public func exportedVanishingCurves(_ count: Int32) -> Int32 { answer(count, vanishingCurves) }
