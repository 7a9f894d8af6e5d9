/** The part of libheif's C interface that we call. Pointers are offsets into `HEAPU8`. */
declare module 'libheif-js/wasm-bundle.js' {
	interface Libheif {
		HEAPU8: Uint8Array<ArrayBuffer>;
		HEAP32: Int32Array;
		_malloc(bytes: number): number;
		_free(pointer: number): void;
		_heif_context_alloc(): number;
		_heif_context_free(context: number): void;
		_heif_context_read_from_memory_without_copy(
			error: number,
			context: number,
			bytes: number,
			length: number,
			options: number
		): void;
		_heif_context_get_primary_image_handle(error: number, context: number, out: number): void;
		_heif_image_handle_release(handle: number): void;
		_heif_image_handle_get_width(handle: number): number;
		_heif_image_handle_get_height(handle: number): number;
		_heif_image_handle_has_alpha_channel(handle: number): number;
		_heif_image_handle_get_raw_color_profile_size(handle: number): number;
		_heif_image_handle_get_raw_color_profile(error: number, handle: number, out: number): void;
		_heif_image_handle_get_nclx_color_profile(error: number, handle: number, out: number): void;
		_heif_nclx_color_profile_free(profile: number): void;
		_heif_decoding_options_alloc(): number;
		_heif_decoding_options_free(options: number): void;
		_heif_decode_image(
			error: number,
			handle: number,
			out: number,
			colourspace: number,
			chroma: number,
			options: number
		): void;
		_heif_image_release(image: number): void;
		_heif_image_get_width(image: number, channel: number): number;
		_heif_image_get_height(image: number, channel: number): number;
		_heif_image_get_bits_per_pixel_range(image: number, channel: number): number;
		_heif_image_get_plane_readonly(image: number, channel: number, stride: number): number;
	}
	const libheif: Libheif;
	export default libheif;
}
