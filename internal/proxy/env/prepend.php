<?php
/*
 * Runs before each script, by auto_prepend_file. PHP's https:// and http://
 * streams read no proxy from the environment and take a context of the script's
 * own in place of the default one, so both schemes are wrapped here: the wrapper
 * adds the proxy to the context and lets PHP's own do the rest.
 */

namespace Dailymock;

final class Stream implements \ArrayAccess, \IteratorAggregate, \Countable
{
    const PROXY = 'tcp://{{PROXY}}';

    /** @var resource|null set by PHP */
    public $context;

    /** @var resource */
    private $inner;

    /** @var string[] */
    private $headers = [];

    public static function register()
    {
        foreach (['http', 'https'] as $scheme) {
            stream_wrapper_unregister($scheme);
            stream_wrapper_register($scheme, __CLASS__, STREAM_IS_URL);
        }
    }

    private static function restore()
    {
        foreach (['http', 'https'] as $scheme) {
            stream_wrapper_restore($scheme);
        }
    }

    public function stream_open($url, $mode, $options, &$opened)
    {
        $context = $this->through($url);
        $wanted = stream_context_get_options($context)['http'];
        $quiet = !($options & STREAM_REPORT_ERRORS);
        // A status of 400 or more must be seen here, for its headers; whether
        // the script wants it is decided below.
        stream_context_set_option($context, 'http', 'ignore_errors', true);
        self::restore();
        try {
            $this->inner = $quiet ? @fopen($url, $mode, false, $context) : fopen($url, $mode, false, $context);
        } finally {
            self::register();
        }
        if (!$this->inner) {
            return false;
        }
        $this->headers = stream_get_meta_data($this->inner)['wrapper_data'];
        $GLOBALS['http_response_header'] = $this->headers;
        $status = self::status($this->headers);
        if (preg_match('~^HTTP/\S+ [45]~', $status) && empty($wanted['ignore_errors'])) {
            if (!$quiet) {
                trigger_error("fopen($url): Failed to open stream: HTTP request failed! $status", E_USER_WARNING);
            }
            return false;
        }
        return true;
    }

    /** through returns the script's context with the proxy in it. */
    private function through($url)
    {
        $given = $this->context ? $this->context : stream_context_get_default();
        $options = stream_context_get_options($given);
        $params = stream_context_get_params($given);
        unset($params['options']);
        $options += ['http' => []];
        if (!self::near(parse_url($url, PHP_URL_HOST)) && !isset($options['http']['proxy'])) {
            $options['http']['proxy'] = self::PROXY;
            $options['http']['request_fulluri'] = true;
        }
        return stream_context_create($options, $params);
    }

    private static function near($host)
    {
        return preg_match('~^(localhost|127\.[\d.]+|\[::1\])$~i', (string) $host) === 1;
    }

    /** status returns the last status line: redirects leave one each. */
    private static function status(array $headers)
    {
        $lines = preg_grep('~^HTTP/~', $headers);
        return $lines ? (string) end($lines) : '';
    }

    public function stream_read($count) { return fread($this->inner, $count); }
    public function stream_write($data) { return (int) fwrite($this->inner, $data); }
    public function stream_eof() { return feof($this->inner); }
    public function stream_tell() { return ftell($this->inner); }
    public function stream_stat() { return []; }
    public function url_stat($path, $flags) { return false; }
    public function stream_flush() { return fflush($this->inner); }
    public function stream_cast($as) { return $this->inner; }

    public function stream_close()
    {
        fclose($this->inner);
    }

    public function stream_set_option($option, $one, $two)
    {
        switch ($option) {
            case STREAM_OPTION_BLOCKING:
                return stream_set_blocking($this->inner, (bool) $one);
            case STREAM_OPTION_READ_TIMEOUT:
                return stream_set_timeout($this->inner, $one, $two);
        }
        return false;
    }

    // stream_get_meta_data()['wrapper_data'] is this object where PHP's own
    // wrapper gives the list of header lines; it can be read like that list.
    #[\ReturnTypeWillChange]
    public function offsetExists($i) { return isset($this->headers[$i]); }
    #[\ReturnTypeWillChange]
    public function offsetGet($i) { return isset($this->headers[$i]) ? $this->headers[$i] : null; }
    #[\ReturnTypeWillChange]
    public function offsetSet($i, $value) { }
    #[\ReturnTypeWillChange]
    public function offsetUnset($i) { }
    #[\ReturnTypeWillChange]
    public function getIterator() { return new \ArrayIterator($this->headers); }
    #[\ReturnTypeWillChange]
    public function count() { return count($this->headers); }
}

Stream::register();
