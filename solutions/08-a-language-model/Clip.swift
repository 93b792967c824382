import LinearAlgebra

func clippedByGlobalNorm(_ gradients: [Matrix], maximumNorm: Double) -> [Matrix] {
  let norm = gradients.reduce(0) { $0 + $1.norm * $1.norm }.squareRoot()
  return norm > maximumNorm ? gradients.map { $0 * (maximumNorm / norm) } : gradients
}
