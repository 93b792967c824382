/// What every convolution is described by.
struct Convolution: Equatable, Codable, Sendable {
  let filters: Int
  /// Nil if it goes over time steps.
  var vertical: WindowAxis?
  let horizontal: WindowAxis
  let activation: ActivationFunction
  let useBias: Bool
  var isTransposed = false
}

/// A convolution over time: an affine map of each window of `kernelSize` steps, the same for all of
/// them, f(x(t) * W₀ + x(t + 1) * W₁ + … + b).
///
///     Conv1D(64, kernelSize: 5, activation: .relu)                        L becomes L − 4 steps
///     Conv1D(64, kernelSize: 5, stride: 2, padding: .same)                half as many
///     Conv1D(64, kernelSize: 3, padding: .causal, dilation: 4)            sees 9 steps back
///
/// Padded and masked steps count as zeros, and a sequence gives the same whatever it is padded to. A
/// step of the result is padding where its window holds nothing else, or reaches past the end of its
/// sequence.
///
/// - Note: Waibel, Hanazawa, Hinton, Shikano and Lang (1989), "Phoneme Recognition Using Time-Delay
///   Neural Networks"; LeCun et al. (1989), "Backpropagation Applied to Handwritten Zip Code
///   Recognition".
public struct Conv1D: Equatable, Sendable {
  let convolution: Convolution
  let identity = LayerIdentity()

  /// A layer of this many filters: batch × time × inputs becomes batch × windows × filters. W is
  /// (kernelSize · inputs) × filters, b 1 × filters.
  ///
  /// - Parameters:
  ///   - filters: numbers in each step of the result.
  ///   - kernelSize: steps in a window.
  ///   - stride: from one window to the next.
  ///   - padding: what happens at the ends.
  ///   - dilation: from one step of a window to the next.
  ///   - activation: f, which is applied to the map's numbers.
  ///   - useBias: whether there is b.
  public init(
    _ filters: Int, kernelSize: Int, stride: Int = 1, padding: Padding = .valid, dilation: Int = 1,
    activation: ActivationFunction = .linear, useBias: Bool = true
  ) {
    convolution = Convolution(
      filters: filters,
      horizontal: WindowAxis(
        size: kernelSize, stride: stride, padding: padding, dilation: dilation),
      activation: activation, useBias: useBias)
  }
}

/// The way back of a ``Conv1D`` as a layer: every step adds a window of `kernelSize` steps to the
/// result. With a stride the result is this many times as long.
///
/// Padded and masked steps add nothing.
///
/// - Note: Zeiler, Krishnan, Taylor and Fergus (2010), "Deconvolutional Networks".
public struct Conv1DTranspose: Equatable, Sendable {
  let convolution: Convolution
  let identity = LayerIdentity()

  /// A layer of this many filters: with `.same`, L steps become L · stride, with `.valid` as many more
  /// as the kernel is larger than the stride. W is (kernelSize · filters) × inputs, b 1 × filters.
  ///
  /// - Parameters:
  ///   - filters: numbers in each step of the result.
  ///   - kernelSize: steps that a step adds to.
  ///   - stride: from the first of them to that of the next step.
  ///   - padding: `.valid` or `.same`.
  ///   - activation: what is applied to the map's numbers.
  ///   - useBias: whether there is b.
  public init(
    _ filters: Int, kernelSize: Int, stride: Int = 1, padding: Padding = .valid,
    activation: ActivationFunction = .linear, useBias: Bool = true
  ) {
    convolution = Convolution(
      filters: filters,
      horizontal: WindowAxis(size: kernelSize, stride: stride, padding: padding),
      activation: activation, useBias: useBias, isTransposed: true)
  }
}

/// A convolution over images: an affine map of each window of height × width pixels, the same for all of
/// them. Of a sequence of images, each by itself.
///
/// - Note: LeCun, Bottou, Bengio and Haffner (1998), "Gradient-Based Learning Applied to Document
///   Recognition".
public struct Conv2D: Equatable, Sendable {
  let convolution: Convolution
  let identity = LayerIdentity()

  /// A layer of this many filters: height × width × channels becomes rows × columns of windows ×
  /// filters. W is (height of the kernel · width · channels) × filters, b 1 × filters.
  ///
  /// - Parameters:
  ///   - filters: numbers in each pixel of the result.
  ///   - kernelSize: height and width of a window.
  ///   - stride: from one window to the next, down and to the right.
  ///   - padding: `.valid` or `.same`.
  ///   - activation: what is applied to the map's numbers; a softmax of each pixel.
  ///   - useBias: whether there is b.
  public init(
    _ filters: Int, kernelSize: (Int, Int), stride: (Int, Int) = (1, 1), padding: Padding = .valid,
    activation: ActivationFunction = .linear, useBias: Bool = true
  ) {
    convolution = Convolution(
      filters: filters,
      vertical: WindowAxis(size: kernelSize.0, stride: stride.0, padding: padding),
      horizontal: WindowAxis(size: kernelSize.1, stride: stride.1, padding: padding),
      activation: activation, useBias: useBias)
  }

  /// A layer whose windows are square.
  public init(
    _ filters: Int, kernelSize: Int, stride: Int = 1, padding: Padding = .valid,
    activation: ActivationFunction = .linear, useBias: Bool = true
  ) {
    self.init(
      filters, kernelSize: (kernelSize, kernelSize), stride: (stride, stride), padding: padding,
      activation: activation, useBias: useBias)
  }
}

/// The way back of a ``Conv2D`` as a layer: every pixel adds a window to the result, which with a stride
/// is so many times as high and wide.
public struct Conv2DTranspose: Equatable, Sendable {
  let convolution: Convolution
  let identity = LayerIdentity()

  /// A layer of this many filters. W is (height of the kernel · width · filters) × channels, b
  /// 1 × filters.
  ///
  /// - Parameters:
  ///   - filters: numbers in each pixel of the result.
  ///   - kernelSize: height and width of the window that a pixel adds to.
  ///   - stride: from a pixel's window to that of the next, down and to the right.
  ///   - padding: `.valid` or `.same`.
  ///   - activation: what is applied to the map's numbers; a softmax of each pixel.
  ///   - useBias: whether there is b.
  public init(
    _ filters: Int, kernelSize: (Int, Int), stride: (Int, Int) = (1, 1), padding: Padding = .valid,
    activation: ActivationFunction = .linear, useBias: Bool = true
  ) {
    convolution = Convolution(
      filters: filters,
      vertical: WindowAxis(size: kernelSize.0, stride: stride.0, padding: padding),
      horizontal: WindowAxis(size: kernelSize.1, stride: stride.1, padding: padding),
      activation: activation, useBias: useBias, isTransposed: true)
  }

  /// A layer whose windows are square.
  public init(
    _ filters: Int, kernelSize: Int, stride: Int = 1, padding: Padding = .valid,
    activation: ActivationFunction = .linear, useBias: Bool = true
  ) {
    self.init(
      filters, kernelSize: (kernelSize, kernelSize), stride: (stride, stride), padding: padding,
      activation: activation, useBias: useBias)
  }
}
