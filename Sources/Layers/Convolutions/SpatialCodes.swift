import Kernels

extension CodeBuilder {
  /// Adds what a layer over neighbours computes.
  ///
  /// - Parameter image: how its input is arranged; nil where it is no image.
  mutating func add(
    _ description: SpatialLayer, inputSize: Int, image: ImageShape?, name: String
  ) {
    switch description.kind {
    case .convolution(let layer):
      addConvolution(layer, inputSize: inputSize, image: image, name: name)
    case .pooling(let layer):
      append(
        PoolingCode<Scalar>(
          field: WindowField(
            image: layer.vertical == nil ? nil : image,
            channels: layer.vertical == nil ? inputSize : image?.channels ?? inputSize,
            vertical: layer.vertical, horizontal: layer.horizontal),
          kind: layer.kind))
    case .globalPooling(let layer):
      append(GlobalPoolingCode<Scalar>(layer, size: inputSize, image: image))
    case .upSampling1D(let size):
      append(UpSamplingCode<Scalar>(image: nil, inputSize: inputSize, down: 1, across: size))
    case .upSampling2D(let height, let width):
      append(
        UpSamplingCode<Scalar>(image: image, inputSize: inputSize, down: height, across: width))
    case .flatten: break
    }
  }

  private mutating func addConvolution(
    _ layer: Convolution, inputSize: Int, image: ImageShape?, name: String
  ) {
    let channels = layer.vertical == nil ? inputSize : image?.channels ?? inputSize
    let image = layer.vertical == nil ? nil : image
    var pixels = 1
    if layer.isTransposed {
      let result = image.map {
        ImageShape(
          height: layer.vertical?.spread($0.height) ?? 1, width: layer.horizontal.spread($0.width),
          channels: layer.filters)
      }
      let field = WindowField(
        image: result, channels: layer.filters, vertical: layer.vertical,
        horizontal: layer.horizontal)
      append(
        TransposedConvolutionCode<Scalar>(
          layer, field, channels: channels, name: name, layout: &layout))
      pixels = result?.pixels ?? 1
    } else {
      let field = WindowField(
        image: image, channels: channels, vertical: layer.vertical, horizontal: layer.horizontal)
      append(ConvolutionCode<Scalar>(layer, field, name: name, layout: &layout))
      pixels = field.windowsOfAnImage
    }
    addActivation(layer.activation, pixels * layer.filters, vectors: pixels)
  }
}
