import LinearAlgebra

/// The spectral radius by Gelfand's formula, the limit of ‖Aᵏ‖^(1/k), without any starting row:
/// squaring a matrix forty times raises it to the power k = 2⁴⁰.
///
/// - Parameter matrix: size × size.
/// - Returns: the spectral radius, to about twelve digits where the eigenvalues are well apart.
/// - Note: Gelfand (1941), "Normierte Ringe".
public func gelfandRadius(of matrix: Matrix) -> Double {
  var power = matrix
  var logarithm = 0.0
  var share = 1.0
  for _ in 0...40 {
    let length = power.norm
    if length == 0 { return 0 }
    logarithm += share * log(length)
    // Of A²ᵏ the root is the 2k-th: each length counts half as much as the one before.
    power = power / length
    power = power * power
    share /= 2
  }
  return exp(logarithm)
}

/// Random recurrent weights, scaled so that their spectral radius is the one asked for.
///
/// - Returns: hiddenSize × hiddenSize, drawn from the normal distribution.
public func randomRecurrentWeights(
  hiddenSize: Int, spectralRadius: Double, using generator: inout SeededGenerator
) -> Matrix {
  let weights = Matrix.normal(rows: hiddenSize, columns: hiddenSize, using: &generator)
  return weights * (spectralRadius / gelfandRadius(of: weights))
}
